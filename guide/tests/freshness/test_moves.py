"""A link that moved: accepted in one press, in every record that readers see it in, with a revision each."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from guide.freshness.content_links import links_in_text
from guide.freshness.moves import replaced
from guide.models import Link, Revision
from guide.tests.admin_pages import list_url, state_of, text_of
from guide.tests.factory import make_chapter, make_course, make_source
from tests.document import document, words

pytestmark = pytest.mark.django_db
OLD, NEW = "https://old.example/a", "https://new.example/a_(b)"
MOVE, OPEN = "/admin/guide/link/move/", "/admin/guide/link/open/"


def make_link(address=OLD, state="moved", **fields):
    values = {"said": "200"}
    if state == "moved":
        values["final_address"] = NEW
    if state == "gone":
        values["first_failed_at"] = timezone.now()
    return Link.objects.create(address=address, state=state, **{**values, **fields})


def test_one_press_writes_the_new_address_everywhere(desk, editor):
    source = make_source(url=OLD)
    course = make_course(url=OLD, source=source, note_zh=f"见[这里]({OLD})和[那里]({OLD}/b)。")  # fmt: skip
    draft = make_course(url=OLD, published=False)
    link = make_link()

    answer = desk.post(f"{MOVE}?state=all", {"link": link.pk})

    assert answer.url == f"{list_url(Link)}?state=all"
    assert (state_of(source)["url"], state_of(course)["url"]) == (NEW, NEW)
    assert state_of(course)["note_zh"] == (
        f"见[这里](https://new.example/a_%28b%29)和[那里]({OLD}/b)。"
    )
    assert state_of(draft)["url"] == OLD
    assert set(Revision.objects.live().exclude(by="").values_list("model", "reason", "by")) == {
        ("guide.course", "moved", editor.email), ("guide.source", "moved", editor.email),
    }  # fmt: skip
    assert list(Link.objects.values_list("address", "state")) == [(NEW, "live")]


def test_many_moves_are_accepted_at_once_and_others_stay(desk):
    courses = [make_course(url=f"{OLD}{number}") for number in range(3)]
    links = [make_link(f"{OLD}{number}", final_address=f"{NEW}{number}") for number in range(2)]  # fmt: skip
    gone = make_link(f"{OLD}2", state="gone")

    page = desk.post(
        list_url(Link),
        {
            "action": "take_moves",
            "_selected_action": [row.pk for row in [*links, gone]],
        },
        follow=True,
    )

    assert [state_of(course)["url"] for course in courses] == [f"{NEW}0", f"{NEW}1", f"{OLD}2"]  # fmt: skip
    assert "2 records have the new address." in text_of(page)
    assert Link.objects.filter(state="gone").count() == 1


def test_a_text_that_writes_the_address_in_another_way_is_named(desk):
    address = "https://old.example/caf%C3%A9"
    chapter = make_chapter(body_en="[a](https://old.example/café)")
    link = make_link(address)

    page = desk.post(MOVE, {"link": link.pk}, follow=True)

    assert "Change this one by hand" in text_of(page)
    assert state_of(chapter)["body_en"] == "[a](https://old.example/café)"
    assert Link.objects.get().state == "moved"


def test_the_list_begins_with_what_needs_a_decision(desk):
    course = make_course(url=OLD, title="A course")
    make_link()
    make_link("https://gone.example/", state="gone", said="404")
    make_link("https://fine.example/", state="live")

    page = document(desk.get(list_url(Link)))

    rows = [words(row) for row in page.findall(".//table[@id='result_list']/tbody/tr")]
    assert len(rows) == 2
    assert "404" in rows[0]
    assert "A course" in rows[1]
    assert page.find(f".//a[@href='/admin/guide/course/{course.pk}/change/']") is not None  # fmt: skip
    buttons = page.findall(".//button[@formaction]")
    assert [each.get("formaction") for each in buttons] == [OPEN, MOVE]
    chinese = words(document(desk.get(f"/zh-hans{list_url(Link)}?state=all")))
    assert "拒绝程序访问" in chinese


def test_who_opened_a_page_says_so_in_one_press(desk, editor):
    course = make_course(url=OLD)
    link = make_link(state="gone")
    assert not course.is_verified

    desk.post(OPEN, {"link": link.pk})

    link.refresh_from_db()
    assert (link.state, link.opened_by) == ("blocked", editor.email)
    assert course.is_verified


@pytest.mark.parametrize("key", ["", "x", "99999999", "9" * 40, "²"])
def test_a_link_that_is_not_there_is_not_found(desk, key):
    assert desk.post(MOVE, {"link": key}).status_code == 404
    assert desk.post(OPEN, {"link": key}).status_code == 404


def test_links_are_changed_by_posts_of_editors_only(desk, learner, client):
    make_course(url=OLD)
    link = make_link()

    assert desk.get(MOVE).status_code == desk.get(OPEN).status_code == 405
    client.force_login(learner)
    for address in (MOVE, OPEN):
        assert client.post(address, {"link": link.pk}).status_code in (302, 403)
    assert Link.objects.get().state == "moved"


PIECES = st.sampled_from(
    ["word ", "[t](", OLD, NEW, f"{OLD}b", ")", "<", ">", " ", "\n\n", "`", "]: ", "[r]", '"title"']
)  # fmt: skip


@given(st.lists(PIECES, max_size=14))
def test_only_links_to_the_old_address_change_in_a_text(pieces):
    text = "".join(pieces)
    new = "https://newer.example/c"
    before = list(links_in_text(text))

    after = list(links_in_text(replaced(text, OLD, new)))

    if OLD not in after:
        assert after == [new if each == OLD else each for each in before]
    assert replaced(replaced(text, OLD, new), OLD, new) == replaced(text, OLD, new)
