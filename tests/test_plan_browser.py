"""The story of a plan in a browser: a guest asks, signs up, keeps it, logs hours, replans and undoes."""

import re

import pytest
from django.utils.translation import gettext, override

from tests.test_access import faults
from tests.test_story_browser import addresses, device, sign_up

pytestmark = pytest.mark.browser

QUESTION = (
    "/my/plan/?roadmap=first-model-starter&start=2026-01-05&first=money&language=en"
)


class PlanPages:
    """The pages of a plan in one language. With scripts axe looks at each of them."""

    def __init__(self, page, language, scripts):
        self.page, self.language, self.scripts = page, language, scripts

    def words(self, english):
        with override(self.language):
            return gettext(english)

    def go(self, path):
        prefix = "" if self.language == "en" else f"/{self.language}"
        self.page.goto(prefix + path)
        self.look()

    def look(self):
        if self.scripts:
            assert faults(self.page) == [], self.page.url

    def click(self, role, english):
        self.page.locator("main").get_by_role(
            role, name=self.words(english)
        ).first.click()

    def press(self, english):
        with self.page.expect_navigation():
            self.click("button", english)

    @property
    def courses(self):
        return self.page.locator(".plan-courses tbody th a").all_inner_texts()

    @property
    def steps(self):
        return self.page.locator(".plan-steps").inner_text()

    def log_two_hours(self):
        self.click("button", "+ 2 h")
        words = self.words("%(logged)s logged of %(time)s planned")
        logged = self.words("%(n)s h") % {"n": 2}
        pattern = re.escape(words % {"logged": logged, "time": "#"})
        self.page.get_by_text(
            re.compile(pattern.replace(re.escape("#"), ".+"))
        ).wait_for()


def ask_and_keep(plan, email):
    """By a guest, who signs up for it. Returns its steps with their days."""
    page = plan.page
    plan.go(QUESTION)
    courses = plan.courses
    page.locator(".question > summary").click()
    page.get_by_label(plan.words("Hours a week"), exact=True).fill("6")
    plan.click("button", "Work it out")
    page.wait_for_url("**hours=6**")
    sign_up(page, email, plan.words("Create an account to keep this plan"))
    plan.click("button", "Use this plan")
    words = "This is your plan now. It changes only when you change it."
    page.locator(".messages").get_by_text(plan.words(words)).wait_for()
    assert plan.courses == courses
    plan.look()
    return plan.steps


@pytest.mark.parametrize(("scripts", "language"), [(True, "zh-hans"), (False, "en")])
def test_a_guest_asks_keeps_logs_replans_and_undoes(chromium, site, scripts, language):
    with device(chromium, site, java_script_enabled=scripts) as page:
        plan = PlanPages(page, language, scripts)
        kept = ask_and_keep(plan, next(addresses))

        # It begins in January: everything is still open.
        plan.go("/my/")
        plan.click("link", "To my plan")
        plan.click("link", "See three ways on")
        plan.click("link", "Keep the hours a week, and move the end")
        page.locator("[aria-current=true]").first.wait_for()
        plan.look()
        plan.press("Change my plan")
        assert plan.steps != kept
        plan.go("/my/")
        plan.log_two_hours()

        plan.go("/my/plan/")
        plan.press("Undo the last change")
        assert plan.steps == kept
        plan.go("/my/plan/calendar/")
        plan.go(QUESTION.replace("/plan/", "/plan/exchange/"))
