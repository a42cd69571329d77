"""With the two-person rule on, whichever way somebody writes alone, the site stays as it was; the work is not lost."""

from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from guide.editorial.keeping import keeping_revisions
from guide.models import (
    Conflict,
    Course,
    Occupation,
    OtherName,
    Revision,
    Role,
    Source,
    Step,
    SurveyTitle,
    Term,
    Track,
)
from guide.models.content import Keyed
from guide.tests.admin_pages import (
    add_url,
    change_url,
    form_of,
    list_url,
    open_form,
    text_of,
)
from guide.tests.editorial import test_ways_of_writing as ways
from guide.tests.editorial import ways_alone as alone
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


@pytest.fixture
def world(tmp_path, db, settings):
    made = World(tmp_path)
    made.add("guide.criterion", step=["first"], code="say", order=2, text_en="say why")
    made.load()
    settings.TWO_PERSON_RULE = True
    return made


@pytest.fixture
def writer(world):
    """May do everything that a person may."""
    desk = open_desk("writer@example.org", is_superuser=True)
    return desk


@pytest.fixture
def reader(world):
    return open_desk("reader@example.org")


# Those of test_ways_of_writing that a person has, and those that are about drafts and versions.
ALONE = [
    ways.by_form, ways.by_inline, ways.by_list, ways.by_retiring, ways.by_publishing, ways.by_deleting,
    alone.by_splitting, alone.by_merging, ways.by_a_missed_search, alone.by_reverting, alone.by_bringing_back,
    alone.by_adding, alone.by_editing_what_is_not_published, alone.by_an_own_draft, alone.by_deciding_for_an_own_word,
    alone.by_changing_links, alone.by_moving_a_stop, alone.by_adding_a_link, alone.by_taking_a_link_away,
    alone.by_moving_an_address, alone.by_renewing,
]  # fmt: skip
PUBLISHED = [
    ways.by_form,
    ways.by_a_missed_search,
    alone.by_adding,
    alone.by_bringing_back,
    ways.by_list,
    alone.by_changing_links,
    alone.by_moving_a_stop,
    alone.by_adding_a_link,
    alone.by_taking_a_link_away,
    alone.by_moving_an_address,
    alone.by_renewing,
]
NO_DRAFT = {ways.by_deleting, alone.by_splitting, alone.by_merging}
BY_NO_PERSON = {
    ways.by_the_survey,
    ways.by_sync,
    ways.by_loaddata,
    ways.by_a_program,
    ways.by_linking,
}
OTHERS_WORD = {ways.by_deciding}


def test_all_ways_of_writing_are_tried():
    tried = {way.__name__ for way in [*ALONE, *BY_NO_PERSON, *OTHERS_WORD]}

    assert {way.__name__ for way in ways.RECORDS} <= tried


def prepared(write, desk, world, monkeypatch):
    """What the site holds at the moment of the person's own request."""
    found = {}

    def note_first_post(*args, **kwargs):
        if "before" not in found:
            found["before"] = everything()
        return post(*args, **kwargs)

    post = desk.post
    monkeypatch.setattr(desk, "post", note_first_post)
    write(desk, world)
    return found["before"]


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_nobody_changes_the_site_alone(writer, world, monkeypatch):
    for write in ALONE:
        with taken_back(), monkeypatch.context() as patch:
            before = prepared(write, writer, world, patch)

            assert everything() == before, write
            by = {draft.by for draft in Revision.objects.drafts()}
            assert by == (set() if write in NO_DRAFT else {"writer@example.org"}), write


def test_somebody_else_publishes_what_was_kept(writer, reader, world, monkeypatch):
    for write in PUBLISHED:
        with taken_back(), monkeypatch.context() as patch:
            prepared(write, writer, world, patch)
            [draft] = Revision.objects.drafts()
            before = everything()

            assert "publish" not in buttons(writer.get(draft_url(draft)))
            press(writer, draft, "publish")
            assert everything() == before, write
            press(reader, draft, "publish")

            assert everything() != before, write
            live = Revision.objects.live().latest("pk")
            assert (live.by, live.reason) == ("reader@example.org", "draft")
            assert not Revision.objects.drafts().exists()


def test_what_was_typed_for_a_new_record_is_found_again_and_edited(
    writer, reader, world
):
    alone.by_adding(writer, world)
    [draft] = Revision.objects.drafts()
    page = text_of(writer.get(draft_url(draft)))
    address = (
        page.partition("/change/?draft=")[0].rpartition('"')[2]
        + f"/change/?draft={draft.pk}"
    )

    form = form_of(writer.get(address))
    assert form["name_en"] == "New"
    writer.post(address, {**form, "name_zh": "新的", "_draft": "1"})

    assert not Term.objects.filter(slug="new").exists()
    press(reader, draft, "publish")
    assert Term.objects.get(slug="new").name_zh == "新的"


def test_a_record_that_the_site_does_not_show_is_added_as_ever(writer, world):
    form = form_of(writer.get(add_url(Term)))
    form.pop("published", None)

    writer.post(add_url(Term), {**form, "slug": "new", "name_en": "New"})

    assert not Term.objects.get(slug="new").published
    assert not Revision.objects.drafts().exists()


def test_who_mended_a_draft_is_one_of_its_writers(writer, reader, world):
    third = open_desk("third@example.org")
    draft = keep_draft(writer, first(), name_en="Other")
    edit_draft(reader, draft, first(), name_en="Another")
    before = everything()

    for desk in (writer, reader):
        page = press(desk, draft, "publish")
        assert (
            "You wrote a part of this draft, so somebody else has to publish it."
            in text_of(page)
        )
    assert everything() == before
    press(third, draft, "publish")
    assert first().name_en == "Another"


def test_another_address_makes_nobody_another_person(writer, world):
    draft = keep_draft(writer, first(), name_en="Other")
    User.objects.filter(pk=writer.person.pk).update(email="new-address@example.org")

    press(writer, draft, "publish")

    assert first().name_en == "First"


def test_in_a_conflict_only_the_word_of_somebody_else_is_taken(
    writer, reader, world, settings
):
    draft = keep_draft(writer, first(), name_en="Of the draft")
    Step.objects.filter(slug="first").update(name_en="Of somebody else")
    press(reader, draft, "publish")
    address = reverse(
        "admin:guide_conflict_change", args=[Conflict.objects.open().get().pk]
    )

    writer.post(address, {**form_of(writer.get(address)), "how": "theirs"})
    assert first().name_en == "Of somebody else"
    assert Conflict.objects.open().exists()
    reader.post(address, {**form_of(reader.get(address)), "how": "theirs"})

    assert first().name_en == "Of the draft"
    assert not Conflict.objects.open().exists()


def test_a_fixture_is_the_word_of_somebody_else(writer, world):
    ways.by_deciding(writer, world)

    assert Course.objects.get(slug="snakes").title == "Theirs"


def test_programs_and_loads_are_no_persons(world):
    job = Occupation.objects.create(slug="engineer", name_en="Engineer", published=True)
    SurveyTitle.objects.create(
        title="ML Engineer", occupation=job, source=Source.objects.get()
    )
    before = everything()

    ways.by_a_program(None, world)

    assert everything() != before


def test_the_forms_say_it_and_offer_only_a_draft(writer, world):
    page = text_of(writer.get(change_url(first())))

    assert "The two-person rule is on" in page
    assert 'name="_save"' not in page
    assert 'name="_draft"' in page
    assert 'class="deletelink"' not in page
    steps = text_of(writer.get(list_url(Step)))
    assert 'value="split"' not in steps
    page = writer.post(
        reverse("admin:guide_step_split") + f"?step={first().pk}", follow=True
    )
    assert "With the two-person rule steps are neither split nor merged." in text_of(
        page
    )


def test_the_success_of_what_was_taken_back_is_not_told(writer, world):
    form = {**open_form(writer, first()), "name_en": "Other", "_continue": "1"}

    page = text_of(writer.post(change_url(first()), form, follow=True))

    assert (
        "The two-person rule is on, so this is kept as a draft until somebody else publishes it:"
        in page
    )
    assert "was changed successfully" not in page


def test_work_in_a_persons_name_elsewhere_is_refused(world):
    row = first()
    row.name_en = "Other"
    with pytest.raises(PermissionDenied), keeping_revisions(by="writer@example.org"):
        row.save()

    assert first().name_en == "First"


def test_every_form_of_the_desk_keeps_drafts(writer, world):
    """Each kind of content that has a page: saving its form unread changes nothing on the site."""
    tried = []
    for model in admin.site._registry:
        if model is Track:
            continue  # the form refuses the short colours of this world
        row = issubclass(model, Keyed) and not model.owner and model.objects.first()
        name = row and next(
            (
                each
                for each in ("name_en", "title", "per_usd", "name")
                if hasattr(row, each)
            ),
            "",
        )
        if name:
            before = everything()
            form = open_form(writer, row)
            writer.post(change_url(row), {**form, name: "7", "_save": "1"})
            assert everything() == before, model
            tried.append(model)
    assert {Step, Role, Course, Source, Term} <= set(tried)
    assert OtherName not in tried
    assert Revision.objects.drafts().count() == len(tried)
