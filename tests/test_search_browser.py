"""The search in a browser: the field of every page by keyboard, late answers, input methods; fields for selects."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import expect

from tests.test_access import faults

pytestmark = pytest.mark.browser
FIELD = "header .find input"
OPTIONS = "header .find [role=option]"
# What an input method does while it composes: letters appear, and none of them is meant yet.
COMPOSE = """(field, [typed, ends]) => {
  field.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
  field.value = typed;
  field.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
  if (ends) field.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true}));
}"""


def type_words(page, text, field=FIELD, options=OPTIONS):
    page.fill(field, text)
    page.wait_for_selector(options)


def chosen(page, field=FIELD):
    """The text of the option that the field says is active; None where none is."""
    number = page.get_attribute(field, "aria-activedescendant")
    return page.inner_text(f"#{number} span") if number else None


def test_the_field_is_walked_with_the_keys_of_a_combobox(site, page):
    page.goto(f"{site.url}/skills/")
    type_words(page, "pyth")
    names = page.locator(f"{OPTIONS} span").all_inner_texts()
    assert "Python" in names
    expect(page.locator(FIELD)).to_have_attribute("aria-expanded", "true")
    said = page.locator("header .find [role=status]")
    expect(said).to_contain_text(re.compile(f"^{len(names)}"))

    walked = [chosen(page)]
    for key in ("ArrowDown", "ArrowDown", "Home", "End", "ArrowDown", "ArrowUp"):
        page.press(FIELD, key)
        walked.append(chosen(page))
    first, second, last = names[0], names[1], names[-1]
    assert walked == [None, first, second, first, last, None, last]

    page.press(FIELD, "Escape")
    assert page.get_attribute(FIELD, "aria-expanded") == "false"
    assert page.input_value(FIELD) == "pyth"
    assert page.locator(OPTIONS).count() == 0

    type_words(page, "python")
    page.press(FIELD, "ArrowDown")
    name = chosen(page)
    page.press(FIELD, "Enter")
    page.wait_for_url(lambda url: not url.endswith("/skills/"))
    assert name in page.inner_text("main")

    page.fill(FIELD, "gradiant decent")
    page.press(FIELD, "Enter")
    page.wait_for_url("**/search/?q=gradiant+decent")
    assert "gradient descent" in page.inner_text("main")


def test_keys_lead_to_the_field_outside_of_fields_until_they_are_turned_off(site, page):
    focused = "document.activeElement.name"
    page.goto(f"{site.url}/skills/")
    for key in ("/", "Control+k"):
        page.keyboard.press(key)
        assert page.evaluate(focused) == "q"
        assert page.input_value(FIELD) == ""
        page.evaluate("document.activeElement.blur()")
    page.focus(FIELD)
    page.keyboard.type("a/b")
    assert page.input_value(FIELD) == "a/b"

    page.goto(f"{site.url}/search/")
    page.uncheck("[data-find-keys] input")
    page.goto(f"{site.url}/skills/")
    page.keyboard.press("/")
    assert page.evaluate(focused) != "q"
    page.goto(f"{site.url}/search/")
    assert not page.is_checked("[data-find-keys] input")
    page.check("[data-find-keys] input")


def test_late_answers_are_dropped_and_an_input_method_sends_nothing_half_typed(
    site, page
):
    asked, held = [], []
    page.goto(f"{site.url}/zh-hans/skills/")
    page.on(
        "request", lambda sent: "suggestions" in sent.url and asked.append(sent.url)
    )
    page.route("**/suggestions/?q=kube*", lambda route: held.append(route))

    with page.expect_request("**/suggestions/?q=kube*"):
        page.fill(FIELD, "kube")
    type_words(page, "python")
    assert len(held) == 1
    with suppress(Exception):  # nobody waits for it any more
        held[0].continue_()
    page.wait_for_timeout(200)
    assert "Kubernetes" not in page.locator(OPTIONS).all_inner_texts()
    assert any("Python" in text for text in page.locator(OPTIONS).all_inner_texts())

    asked.clear()
    field = page.locator(FIELD)
    field.evaluate(COMPOSE, ["ji qi", False])
    page.wait_for_timeout(400)
    assert asked == []
    field.evaluate(COMPOSE, ["机器", True])
    expect(page.locator(OPTIONS).first).to_contain_text("机器")
    assert len(asked) == 1


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_axe_finds_nothing_and_the_header_is_one_line_on_a_phone(
    site, chromium, prefix
):
    page = chromium.new_page()
    found = {}
    for query in ("?q=python", "?q=zzzzqqqq", "?q=gradiant+decent"):
        page.goto(f"{site.url}{prefix}/search/{query}")
        found[query] = faults(page)
    type_words(page, "pyth", "main .find input", "main .find [role=option]")
    page.press("main .find input", "ArrowDown")
    found["suggestions"] = faults(page)
    assert set(map(len, found.values())) == {0}, found

    for width in (375, 320):
        page.set_viewport_size({"width": width, "height": 640})
        page.goto(f"{site.url}{prefix}/skills/")
        tops = page.evaluate(
            """[...document.querySelectorAll("header.site > :not(nav)")].map(part => part.getBoundingClientRect())
            .filter(box => box.width).map(box => Math.round(box.top + box.height / 2))"""
        )
        assert max(tops) - min(tops) <= 6 or width == 320, (width, tops)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.click("header .find button")
        page.wait_for_url("**/search/**")
        assert page.is_visible("main .find input")
    page.close()


def test_skills_and_providers_are_picked_by_typing_and_sent_with_the_words(site, page):
    page.goto(f"{site.url}/courses/")
    page.click("main details.aged > summary")
    skill = page.get_by_role("combobox", name="Skill", exact=True)
    assert skill.get_attribute("role") == "combobox"

    skill.fill("pyth")
    page.wait_for_selector(".pick [role=option]")
    names = page.locator(".pick [role=option]").all_inner_texts()
    assert names[0].startswith("Python")
    skill.press("ArrowDown")
    skill.press("Enter")
    assert page.locator("select[name=skill]").input_value() == "python"
    assert skill.input_value() == names[0]

    # By another name, which the search knows.
    skill.fill("sklearn")
    page.wait_for_selector(".pick [role=option]")
    skill.press("Escape")
    assert skill.input_value() == names[0]

    provider = page.get_by_role("combobox", name="Provider", exact=True)
    provider.fill("nothing like it")
    provider.press("Tab")
    assert provider.input_value() == ""
    assert faults(page) == []

    page.fill("main .find-in input", "data")
    page.press("main .find-in input", "Enter")
    page.wait_for_url("**/courses/?**q=data**")
    assert "skill=python" in page.url
    page.click("main details.aged > summary")
    skill.fill("")
    skill.press("Tab")
    assert page.locator("select[name=skill]").input_value() == ""
