"""The story of a plan in a browser: a guest asks, signs up, keeps it, logs hours, replans and undoes."""

import pytest

from tests.test_story_browser import addresses, device, sign_up

pytestmark = pytest.mark.browser

QUESTION = (
    "/my/plan/?roadmap=first-model-starter&start=2026-01-05&first=money&language=en"
)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_guest_asks_keeps_logs_replans_and_undoes(chromium, site, scripts):
    email = next(addresses)
    with device(chromium, site, java_script_enabled=scripts) as page:
        page.goto(QUESTION)
        assert page.locator(".reply").inner_text()
        courses = page.locator(".plan-courses tbody th a").all_inner_texts()
        page.locator(".question > summary").click()
        page.get_by_label("Hours a week", exact=True).fill("6")
        page.get_by_role("button", name="Work it out").click()
        page.wait_for_url("**hours=6**")

        sign_up(page, email, "Create an account to keep this plan")
        with page.expect_navigation():
            page.get_by_role("button", name="Use this plan").click()
        messages = page.locator(".messages")
        messages.get_by_text("It changes only when you change it").wait_for()
        assert page.locator(".plan-courses tbody th a").all_inner_texts() == courses
        kept = page.locator(".plan-steps").inner_text()

        page.goto("/my/")
        page.get_by_role("link", name="To my plan").click()

        # It begins in January: everything is still open.
        page.get_by_role("link", name="See three ways on").click()
        page.get_by_role("link", name="Keep the hours a week, and move the end").click()
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name="Change my plan").click()
        assert page.locator(".plan-steps").inner_text() != kept
        page.goto("/my/")
        page.get_by_role("button", name="+ 2 h").first.click()
        page.get_by_text("2 h logged of").wait_for()

        page.goto("/my/plan/")
        with page.expect_navigation():
            page.get_by_role("button", name="Undo the last change").click()
        assert page.locator(".plan-steps").inner_text() == kept
