"""Under the two-person rule a new record that the site does not show is saved by one, and brought there by another."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from guide.editorial.keeping import keeping_revisions
from guide.editorial.review import counting_approval, waiting_for
from guide.models import Criterion, Revision, Skill, Step, Term
from guide.tests.admin_pages import add_url, form_of, text_of
from guide.tests.editorial.desk import (
    buttons,
    draft_url,
    edit_draft,
    keep_draft,
    open_desk,
    press,
)
from guide.tests.editorial.test_ways_of_writing import everything, first
from guide.tests.fixture_world import World

OWN_RECORD = "You wrote a part of what this draft brings onto the site, so somebody else has to publish it."


@pytest.fixture
def writer(db, settings):
    settings.TWO_PERSON_RULE = True
    return open_desk("writer@example.org")


@pytest.fixture
def reader(db):
    return open_desk("reader@example.org")


@pytest.fixture
def term(writer):
    """Saved by the writer alone, as a record that the site does not show."""
    form = form_of(writer.get(add_url(Term)))
    form.pop("published", None)
    writer.post(add_url(Term), {**form, "slug": "new", "name_en": "New"})
    return Term.objects.get(slug="new")


def is_published():
    return Term.objects.get(slug="new").published


def test_it_is_saved_without_a_draft_and_says_who_did_it(writer, term):
    [saved] = Revision.objects.filter(key="new")

    assert (saved.state, saved.by, saved.person) == (
        "live",
        "writer@example.org",
        writer.person.pk,
    )
    assert not term.published


def test_somebody_else_publishes_what_its_writer_wants_on_the_site(
    writer, reader, term
):
    draft = keep_draft(writer, term, published="on")

    assert "publish" not in buttons(writer.get(draft_url(draft)))
    press(reader, draft, "publish")

    assert is_published()


def test_its_writer_does_not_publish_what_somebody_else_drafted_of_it(
    writer, reader, term
):
    draft = keep_draft(reader, term, published="on")
    User.objects.filter(pk=writer.person.pk).update(email="new-address@example.org")

    assert "publish" not in buttons(writer.get(draft_url(draft)))
    for desk in (writer, reader):
        press(desk, draft, "publish")
        assert not is_published()
    assert OWN_RECORD in text_of(press(writer, draft, "publish"))
    press(open_desk("third@example.org"), draft, "publish")

    assert is_published()


def test_its_writers_approval_does_not_count(writer, reader, term):
    draft = keep_draft(reader, term, published="on")
    press(reader, draft, "asked")

    assert "approved" not in buttons(writer.get(draft_url(draft)))
    assert not waiting_for(writer.person).exists()
    assert waiting_for(open_desk("third@example.org").person).get() == draft
    press(writer, draft, "approved")

    draft.refresh_from_db()
    assert counting_approval(draft) is None


def test_who_mended_it_by_a_draft_is_one_of_its_writers(writer, reader, term):
    """Published by another, the draft changed a record that the site does not show."""
    press(reader, keep_draft(writer, term, name_en="Newer"), "publish")
    third = open_desk("third@example.org")
    mended = keep_draft(third, Term.objects.get(slug="new"), name_zh="新的")
    press(reader, mended, "publish")
    draft = keep_draft(
        open_desk("fourth@example.org"), Term.objects.get(slug="new"), published="on"
    )

    press(third, draft, "publish")
    assert not is_published()
    press(reader, draft, "publish")

    assert is_published()


def test_what_the_site_has_shown_since_is_nobodys_new_work(writer, reader, term):
    press(reader, keep_draft(writer, term, published="on"), "publish")
    third = open_desk("third@example.org")
    hidden = Term.objects.get(slug="new")
    press(reader, keep_draft(third, hidden, published=""), "publish")
    draft = keep_draft(reader, Term.objects.get(slug="new"), published="on")

    press(writer, draft, "publish")

    assert is_published()


def test_a_draft_of_words_alone_is_published_by_the_records_writer(
    writer, reader, term
):
    """The site shows nothing of it."""
    draft = keep_draft(reader, term, name_zh="新的")

    press(writer, draft, "publish")

    assert Term.objects.get(slug="new").name_zh == "新的"
    assert not is_published()
    edited = keep_draft(reader, Term.objects.get(slug="new"), name_en="Newest")
    edit_draft(writer, edited, term, published="on")
    press(writer, edited, "publish")
    assert not is_published()


def add_skill():
    first().skills.add(Skill.objects.get(slug="sql"), through_defaults={"level": 2})


def add_step_to_skill():
    Skill.objects.get(slug="sql").steps.add(first(), through_defaults={"level": 2})


def set_skills():
    first().skills.set([])


def move_criterion():
    row = Criterion.objects.get()
    row.step = Step.objects.get(slug="second")
    row.save()


@pytest.mark.parametrize(
    "move", [add_skill, add_step_to_skill, set_skills, move_criterion]
)
def test_links_are_not_moved_in_a_persons_name_alone(tmp_path, db, settings, move):
    World(tmp_path).load()
    settings.TWO_PERSON_RULE = True
    before = everything()

    with pytest.raises(PermissionDenied), keeping_revisions("writer@example.org"):
        move()

    assert everything() == before
    assert not Revision.objects.exclude(model="").exists()
