"""A draft is read by somebody else, who approves it or sends it back. All that was said stays with it."""

import pytest
from django.urls import reverse
from lxml.html import fromstring

from guide.editorial.review import (
    State,
    counting_approval,
    person_of,
    stale_approval,
    waiting_for,
)
from guide.models import Revision, Step
from guide.models.draft_note import LONGEST_WORD
from guide.tests.admin_pages import forms_of, text_of
from guide.tests.editorial.desk import (
    buttons,
    draft_url,
    edit_draft,
    keep_draft,
    open_desk,
    press,
)
from guide.tests.factory import make_step
from tests.people import make_person


@pytest.fixture
def step(db):
    return make_step(slug="first", name_en="First")


@pytest.fixture
def writer(db):
    return open_desk("writer@example.org")


@pytest.fixture
def reader(db):
    return open_desk("reader@example.org")


@pytest.fixture
def draft(writer, step):
    return keep_draft(writer, step, name_en="Of the draft")


def said(draft):
    return [
        (each.by.partition("@")[0], each.kind, each.text) for each in draft.notes.all()
    ]


def state(draft):
    return Revision.objects.get(pk=draft.pk).state


def status_of(page):
    return " ".join(
        fromstring(text_of(page)).find_class("draft-state")[0].text_content().split()
    )


def test_a_draft_is_asked_for_sent_back_mended_and_approved(
    writer, reader, draft, step
):
    assert status_of(writer.get(draft_url(draft))).startswith("Draft, not on the site.")
    press(writer, draft, "asked", text="Is the name right?")
    assert state(draft) == State.REVIEW
    assert {"approved", "sent_back"} <= set(buttons(reader.get(draft_url(draft))))

    page = press(reader, draft, "sent_back", text="Too short.\nLonger, please.")
    assert status_of(page).startswith(
        "Sent back, not on the site. reader@example.org sent it back on"
    )
    assert "Too short.<br>Longer, please." in text_of(page)
    edit_draft(writer, draft, step, name_en="Of the longer draft")
    press(writer, draft, "asked")
    page = press(reader, draft, "approved", text="Good.")

    assert status_of(page).startswith(
        "Approved, not on the site yet. reader@example.org approved"
    )
    assert said(draft) == [
        ("writer", "written", ""),
        ("writer", "asked", "Is the name right?"),
        ("reader", "sent_back", "Too short.\nLonger, please."),
        ("writer", "written", ""),
        ("writer", "asked", ""),
        ("reader", "approved", "Good."),
    ]
    press(writer, draft, "publish")
    assert Step.objects.get().name_en == "Of the longer draft"
    page = reader.get(draft_url(draft))
    assert status_of(page) == "This draft was published."
    assert "Too short." in text_of(page)
    assert buttons(page) == []


def test_an_approval_does_not_count_for_what_changes_afterwards(
    writer, reader, draft, step
):
    press(writer, draft, "asked")
    press(reader, draft, "approved")
    draft.refresh_from_db()
    assert counting_approval(draft).by == "reader@example.org"

    edit_draft(writer, draft, step, name_en="Something else")

    draft.refresh_from_db()
    assert counting_approval(draft) is None
    assert stale_approval(draft).by == "reader@example.org"
    page = status_of(writer.get(draft_url(draft)))
    assert page.startswith("Draft, not on the site.")
    assert "but it has changed since: the approval no longer counts." in page
    edit_draft(writer, draft, step, name_en="Of the draft")  # as it was approved
    assert state(draft) == State.DRAFT


def test_a_save_that_changes_nothing_takes_no_approval_away(
    writer, reader, draft, step
):
    press(writer, draft, "asked")
    press(reader, draft, "approved")

    edit_draft(reader, draft, step)

    assert state(draft) == State.APPROVED
    draft.refresh_from_db()
    assert counting_approval(draft)


def test_nobody_reads_the_own_words(writer, reader, draft, step):
    press(writer, draft, "asked")
    page = press(writer, draft, "approved")

    assert (
        "You wrote a part of this draft, so somebody else has to read it."
        in text_of(page)
    )
    assert set(buttons(page)) & {"approved", "sent_back"} == set()
    edit_draft(reader, draft, step, name_en="Of the reader")  # who is a writer now
    press(writer, draft, "asked")
    assert "somebody else has to read it" in text_of(press(reader, draft, "approved"))
    writer.person.email = "other-address@example.org"
    writer.person.save()
    assert "somebody else has to read it" in text_of(press(writer, draft, "approved"))
    assert state(draft) == State.REVIEW


def test_nobody_approves_what_nobody_asked_for_or_what_is_another_text_by_now(
    writer, reader, draft, step
):
    assert "Nobody asks for a review of this draft now." in text_of(
        press(reader, draft, "approved")
    )
    press(writer, draft, "asked")
    old = forms_of(text_of(reader.get(draft_url(draft))))[-1]["seen"]
    edit_draft(writer, draft, step, name_en="Something else")
    press(writer, draft, "asked")

    page = press(reader, draft, "approved", seen=old, text="Good.")

    assert "The draft has changed since you looked at it" in text_of(page)
    assert (
        fromstring(text_of(page)).xpath("//textarea[@name='text']")[0].value.strip()
        == "Good."
    )
    assert state(draft) == State.REVIEW


@pytest.mark.parametrize(
    ("do", "typed", "words"),
    [
        ("sent_back", "", "Write why, so that it can be mended."),
        ("comment", " ", "Write your comment first."),
        ("comment", "x" * (LONGEST_WORD + 1), f"at most {LONGEST_WORD} characters"),
    ],
)
def test_what_is_missing_is_named_and_what_was_typed_stays(
    writer, reader, draft, do, typed, words
):
    press(writer, draft, "asked")
    before = said(draft)

    page = press(reader, draft, do, text=typed)

    assert words in text_of(page)
    assert (
        fromstring(text_of(page)).xpath("//textarea[@name='text']")[0].value.strip()
        == typed.strip()
    )
    assert said(draft) == before


def test_a_word_is_shown_as_it_was_typed(writer, reader, draft):
    page = press(reader, draft, "comment", text="<b>这里</b>不对")

    assert "&lt;b&gt;这里&lt;/b&gt;不对" in text_of(page)


def test_the_first_page_names_what_waits_for_me_and_nothing_of_mine(
    writer, reader, draft
):
    press(writer, draft, "asked")

    def waiting(desk):
        return list(waiting_for(desk.person))

    assert (waiting(writer), waiting(reader)) == ([], [draft])
    page = text_of(reader.get(reverse("admin:index")))
    assert "1 draft waits for you to read it:" in page
    assert draft_url(draft) in page
    assert "waits for you" not in text_of(writer.get(reverse("admin:index")))
    press(reader, draft, "approved")
    assert waiting(reader) == []


def test_the_list_of_drafts_says_their_state(writer, draft):
    press(writer, draft, "asked")

    page = text_of(
        writer.get(reverse("admin:guide_revision_changelist"), {"state": "waiting"})
    )

    assert (
        "draft that waits for a reader"
        in fromstring(page).get_element_by_id("result_list").text_content()
    )


def test_who_may_not_change_the_record_neither_reads_nor_speaks(
    client, writer, draft, learner
):
    seen = forms_of(text_of(writer.get(draft_url(draft))))[-1]["seen"]
    staff = make_person("staff@example.org", is_staff=True)
    press(writer, draft, "asked")
    for person in (None, learner, staff):
        client.logout()
        if person:
            client.force_login(person)
        for do in ("comment", "approved", "sent_back", "publish", "schedule"):
            answer = client.post(
                draft_url(draft), {"do": do, "seen": seen, "text": "x"}
            )
            assert answer.status_code in (302, 403)
    assert state(draft) == State.REVIEW
    assert len(said(draft)) == 2
    assert list(waiting_for(staff)) == []


@pytest.mark.parametrize("do", ["", "written", "missed", "published"])
def test_there_are_no_other_presses(writer, draft, do):
    assert writer.post(draft_url(draft), {"do": do, "seen": "x"}).status_code == 400
    assert len(said(draft)) == 1
    assert writer.delete(draft_url(draft)).status_code == 405


def test_it_is_said_in_chinese(writer, reader, draft):
    press(writer, draft, "asked")

    page = text_of(reader.get(f"/zh-hans{draft_url(draft)}"))

    assert "等待审阅，尚未上线。" in page
    assert person_of(reader.person).name == "reader@example.org"


def test_what_a_draft_said_before_it_was_edited_is_kept_and_shown(
    writer, reader, draft, step
):
    edit_draft(reader, draft, step, name_en="Of the reader")
    page = fromstring(text_of(writer.get(draft_url(draft))))
    [link] = page.xpath("//section[contains(@class, 'draft-notes')]//a/@href")

    page = fromstring(text_of(writer.get(draft_url(draft) + link)))

    [cell] = page.get_element_by_id("wording").xpath(".//td")
    assert cell.text_content() == "Of the draftreader"
    for wrong in ("", "x", "0", "9" * 30):
        page = text_of(writer.get(draft_url(draft), {"wording": wrong}))
        assert 'id="wording"' not in page
