"""The salary pages in a browser: whole on a phone and on paper, quick in place. axe walks them in test_access."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PAGES = (
    "/salaries/",
    "/zh-hans/salaries/?role=any&country=GB&currency=EUR",
    "/salaries/united-states/",
    "/salaries/series/?role=data-scientist&country=US",
    "/salaries/compare/?role=machine-learning-engineer&other_role=data-scientist&country=US",
)

TOUCHING = """() => [...document.querySelectorAll("svg")].flatMap(picture => {
  const labels = [...picture.querySelectorAll("text")]
    .map(one => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.width);
  return labels.filter(([, a], n) => labels.some(([, b], m) =>
    m > n && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  )).map(([text]) => text);
})"""


def test_a_choice_changes_the_figures_in_place_and_the_address_follows(site, page):
    page.goto(f"{site.url}/salaries/")

    with page.expect_response(lambda response: "country=GB" in response.url):
        page.select_option("#id_country", "GB")
    page.wait_for_url("**/salaries/?role=machine-learning-engineer&country=GB")

    name = "Machine learning engineer in the United Kingdom"
    expect(page.locator("h1")).to_have_text(name)
    expect(page).to_have_title(re.compile(f"^{name}"))


def test_figures_that_do_not_come_are_said_until_they_come(site, page):
    page.goto(f"{site.url}/salaries/")
    page.route("**/salaries/figures/?*", lambda route: route.abort())

    page.select_option("#id_country", "GB")
    page.wait_for_selector("[data-figures-failed]:not([hidden])")
    page.unroute("**/salaries/figures/?*")
    page.click(".picks > button")
    page.wait_for_url("**country=GB")

    expect(page.locator("[data-figures-failed]")).to_be_hidden()


def test_my_pay_is_placed_without_an_address(site, page):
    page.goto(f"{site.url}/salaries/?role=data-scientist&country=US")

    page.fill("#place_amount", "100,000")
    page.click(".place button")
    page.wait_for_selector(".answer")

    assert "percentile of the official figures of 2025" in page.text_content(".answer")
    assert "100" not in page.url.removeprefix(site.url)


def test_paper_holds_the_figures_and_no_forms(site, page):
    page.goto(f"{site.url}/salaries/")
    page.emulate_media(media="print")

    assert not page.is_visible(".picks")
    assert page.is_visible("table.pay")


def test_uk_pay_of_the_role_stands_in_the_first_screen_of_a_phone(site, page):
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(f"{site.url}/salaries/?role=machine-learning-engineer&country=GB")

    levels = page.query_selector(".reply .levels").bounding_box()
    assert levels["y"] + levels["height"] < 812
    assert "£" in page.text_content(".reply .big")


@pytest.mark.parametrize(
    "path", [*PAGES, "/zh-hans/salaries/", "/salaries/?country=any"]
)
def test_no_two_labels_of_a_picture_touch(site, page, path):
    page.goto(site.url + path)

    for width in (320, 375, 768, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 812})
        assert page.evaluate(TOUCHING) == [], width
