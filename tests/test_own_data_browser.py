"""What is mine in a browser: pages that print, by keyboard and without scripts, and what is left of a withdrawn one."""

import io
import re
from contextlib import contextmanager

import pypdf
import pytest

from accounts.models import EvidenceLink, ProjectSentence, State, StepProgress
from guide.models import Roadmap, Step
from tests.machine import watch
from tests.people import make_person
from tests.served_people import bring_session, inside, new_session
from tests.test_access import faults

pytestmark = pytest.mark.browser

SENTENCE = "A program of three hundred lines that two friends use each week; it found forty wrong rows in our list."
PAGES = ["/my/data/", "/my/data/delete/", "/my/shared/", "/my/projects/"]
PARTS = ["badge.svg", "card.png", "resume.json"]
# A browser that would rather show an old answer than ask.
ASK = "path => fetch(path, {cache: 'force-cache'}).then(answer => answer.status)"
NARROW = {"width": 375, "height": 812}


def make_owner(site, blocker, name):
    """The session of a learner with nine finished projects, who has just given the password."""
    with inside(site, blocker):
        user = make_person(f"owner-{name}@example.org")
        stops = Roadmap.objects.get(slug="degree-route").stops.values("step")
        steps = Step.objects.filter(pk__in=stops).exclude(project_en="")
        for step in steps.order_by("slug")[:9]:
            StepProgress.objects.set_state(user, step, State.DONE)
            address = f"https://code.example/somebody/{step.slug}"
            EvidenceLink.objects.add(user, step, address, "repository")
            ProjectSentence.objects.write(user, step, SENTENCE)
        return new_session(user)


@pytest.fixture(scope="module")
def session(site, django_db_blocker):
    return make_owner(site, django_db_blocker, "pages")


@contextmanager
def browser_of(chromium, site, session="", **options):
    context = chromium.new_context(base_url=site.url, **options)
    if session:
        bring_session(site, context, session)
    complaints = watch(context)
    yield context.new_page()
    context.close()
    assert complaints == []


def tab_to(page, what):
    """As somebody without a mouse: as many presses of the Tab key as it takes."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({what!r})"):
            return
    raise AssertionError(f"no press of Tab leads to {what}")


def share(page, prefix="", label="For Ada"):
    """A portfolio, made by keyboard alone; its address below the site."""
    page.goto(f"{prefix}/my/shared/")
    tab_to(page, "#id_label")
    page.keyboard.type(label)
    tab_to(page, "[name=kind]")
    page.keyboard.press("ArrowDown")
    page.locator("#id_roadmap").select_option(index=1)
    tab_to(page, "form.settings button")
    with page.expect_navigation():  # the page before it may have one too
        page.keyboard.press("Enter")
    address = page.locator("code.address").first.inner_text()
    return address[address.index("/shared/") :]


def pages_on(page, paper):
    return len(pypdf.PdfReader(io.BytesIO(page.pdf(format=paper))).pages)


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_a_portfolio_of_nine_projects_has_no_faults_and_prints_on_two_pages(
    site, chromium, session, prefix
):
    with browser_of(chromium, site, session) as page:
        address = share(page, prefix)
    with browser_of(chromium, site, viewport=NARROW) as page:
        page.goto(f"{prefix}{address}")

        assert page.locator(".works > li").count() == 9
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        assert (pages_on(page, "A4"), pages_on(page, "Letter")) == (2, 2)


@pytest.mark.parametrize(
    ("prefix", "scheme"), [("", "light"), ("/zh-hans", "dark")], ids=["en", "zh"]
)
def test_the_pages_of_what_is_mine_have_no_faults_on_a_phone(
    site, chromium, session, prefix, scheme
):
    options = {"viewport": NARROW, "color_scheme": scheme}
    with browser_of(chromium, site, session, **options) as page:
        found = {}
        for path in PAGES:
            page.goto(f"{prefix}{path}")
            found[path] = faults(page), wide(page)
        share(page, prefix)
        page.locator(".shared-link a.button").first.click()
        page.wait_for_url(re.compile(r"/my/shared/\d+/$"))
        found["what they see"] = faults(page), wide(page)
        page.goto(f"{prefix}/my/data/")
        file = page.request.get("/my/data/file/").body()
        choose_file(page, file)
        page.locator("form[enctype] button").click()
        page.wait_for_url("**/my/data/import/")
        found["preview"] = faults(page), wide(page)

    assert found == {path: ([], False) for path in [*PAGES, "what they see", "preview"]}


def choose_file(page, content):
    file = {"name": "a.json", "mimeType": "application/json", "buffer": content}
    page.set_input_files("input[type=file]", file)


def wide(page):
    return page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]


def test_out_gone_and_in_again_by_keyboard_and_without_scripts(
    site, chromium, django_db_blocker
):
    session = make_owner(site, django_db_blocker, "keyboard")
    with browser_of(chromium, site, session, java_script_enabled=False) as page:
        file = page.request.get("/my/data/file/").body()
        address = share(page)
        page.goto("/my/data/")
        tab_to(page, "a[href$='/my/data/delete/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/delete/")
        tab_to(page, "button[name=confirmed]")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site.url}/")
        page.locator(".messages").get_by_text("are deleted").wait_for()
        assert page.goto(address).status == 404
        assert page.goto("/my/history/").url.endswith("/accounts/login/?next=/my/history/")  # fmt: skip

    again = make_owner(site, django_db_blocker, "keyboard")
    with browser_of(chromium, site, again, java_script_enabled=False) as page:
        page.goto("/my/data/")
        choose_file(page, file)
        tab_to(page, "form[enctype] button")
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1, name="This file would").wait_for()


def test_of_a_withdrawn_page_a_browser_shows_nothing_any_more(site, chromium, session):
    """Not by going back, not out of its cache, and neither of its pictures."""
    with browser_of(chromium, site, session) as owner:
        address = share(owner, label="Withdrawn")
        with browser_of(chromium, site) as reader:
            assert reader.goto(address).status == 200
            for name in PARTS:
                assert reader.evaluate(ASK, address + name) == 200
            reader.goto("/about/")
            card = owner.locator(".shared-link", has_text="Withdrawn")
            card.get_by_role("button", name="Withdraw").click()
            card.wait_for(state="detached")

            with reader.expect_response(f"**{address}") as answer:
                reader.go_back()
            assert answer.value.status == 404
            found = [reader.evaluate(ASK, address + name) for name in ("", *PARTS)]
    assert found == [404] * 4
