"""A draft that is open twice: who saves second is asked, and what was typed into a draft that is over can be copied."""

import re

import pytest
from django.utils import timezone

from guide.models import Conflict, Criterion, Revision, Step
from guide.tests.admin_pages import (
    change_url,
    chosen,
    form_of,
    forms_of,
    open_form,
    text_of,
)
from guide.tests.editorial.desk import draft_url, edit_draft, keep_draft, press

pytestmark = pytest.mark.both_databases
SAY = {
    "criteria-1-code": "say",
    "criteria-1-order": "2",
    "criteria-1-text_en": "say why",
}


def form_url(draft, row):
    return f"{change_url(row)}?draft={draft.pk}"


def open_draft(desk, draft, row):
    return form_of(desk.get(form_url(draft, row)))


def send(desk, draft, row, form, **typed):
    return desk.post(form_url(draft, row), {**form, **typed, "_draft": "1"})


def row_with(form, text):
    """The name of the field that holds it."""
    return next(name for name, value in form.items() if value == text)


def test_the_second_of_two_tabs_is_asked_and_both_words_stay(desk, step):
    draft = keep_draft(desk, step, name_en="Draft")
    second = open_draft(desk, draft, step)
    edit_draft(desk, draft, step, name_en="Of the first tab")

    asked = send(desk, draft, step, second, summary_en="Of the second tab")

    assert asked.status_code == 200
    form = form_of(asked)
    assert chosen(form) == {"name_en-choose": "theirs", "summary_en-choose": "mine"}
    assert send(desk, draft, step, form).status_code == 302
    press(desk, draft, "publish")
    step = Step.objects.get(pk=step.pk)
    assert (step.name_en, step.summary_en) == ("Of the first tab", "Of the second tab")


def test_a_tab_alone_is_not_asked(desk, step):
    draft = keep_draft(desk, step, name_en="Draft")

    for name in ("Once", "Twice"):
        form = open_draft(desk, draft, step)
        assert send(desk, draft, step, form, name_en=name).status_code == 302

    press(desk, draft, "publish")
    assert Step.objects.get(pk=step.pk).name_en == "Twice"


def test_a_new_row_of_a_draft_is_the_same_row_in_both_tabs(desk, step):
    """Also where the other tab adds one that stands before it."""
    draft = keep_draft(desk, step, **SAY)
    second = open_draft(desk, draft, step)
    first = open_draft(desk, draft, step)
    ask = {name.replace("-1-", "-2-"): value for name, value in SAY.items()}
    ask |= {"criteria-2-code": "ask", "criteria-2-text_en": "ask first", "criteria-2-order": "3"}  # fmt: skip
    assert send(desk, draft, step, first, **ask).status_code == 302

    asked = send(desk, draft, step, second, **{row_with(second, "say why"): "say how"})

    assert "Added by somebody else and kept" in text_of(asked)
    assert send(desk, draft, step, form_of(asked)).status_code == 302
    press(desk, draft, "publish")
    texts = dict(Criterion.objects.values_list("code", "text_en"))
    assert texts == {"run": "run a program", "say": "say how", "ask": "ask first"}


def test_the_button_pressed_twice_makes_one_draft(desk, step):
    form = {**open_form(desk, step), "name_en": "Draft", "_draft": "1"}

    places = {desk.post(change_url(step), form).headers["Location"] for _ in range(2)}

    assert places == {draft_url(Revision.objects.drafts().get())}


@pytest.mark.parametrize("do", ["publish", "discard"])
def test_what_was_typed_into_a_draft_that_is_over_can_be_copied(desk, step, do):
    draft = keep_draft(desk, step, name_en="Draft")
    form = open_draft(desk, draft, step)
    press(desk, draft, do)

    page = send(desk, draft, step, form, body_en="Typed meanwhile.")

    assert page.status_code == 409
    assert "This draft does not wait any more." in text_of(page)
    assert "Typed meanwhile.</textarea>" in text_of(page)
    assert Step.objects.get(pk=step.pk).body_en != "Typed meanwhile."


def test_what_was_typed_for_a_record_that_is_gone_can_be_copied(desk, step):
    row = Step.objects.get(slug="second")
    form = {**open_form(desk, row), "body_en": "Typed meanwhile.", "_draft": "1"}
    draft = keep_draft(desk, row, name_en="Draft")
    of_draft = open_draft(desk, draft, row)
    row.prerequisites.clear()
    row.stops.all().delete()
    row.delete()

    for page in (
        desk.post(change_url(row), form),
        send(desk, draft, row, of_draft, body_en="Typed meanwhile."),
    ):
        assert page.status_code == 404
        assert "Typed meanwhile.</textarea>" in text_of(page)
    said = text_of(press(desk, draft, "discard"))
    assert "The draft is discarded." in said


def test_a_draft_of_a_record_that_was_deleted_is_read_but_not_published(desk, step):
    row = Step.objects.get(slug="second")
    draft = keep_draft(desk, row, name_en="Xylophone")
    row.prerequisites.clear()
    row.stops.all().delete()
    row.delete()

    page = text_of(desk.get(draft_url(draft)))

    assert "The record is no longer there" in page
    assert "Xylophone" in page
    form = forms_of(page)[-1]
    again = desk.post(draft_url(draft), {**form, "do": "publish"}, follow=True)
    assert "This record no longer exists." in text_of(again)
    assert Revision.objects.drafts().get() == draft


def test_a_conflict_of_a_row_is_said_on_the_form_of_its_record(desk, world, step):
    Criterion.objects.update(text_en="ours")
    world.set("guide.criterion", "first|run", text_en="theirs")
    world.load()
    conflict = Conflict.objects.open().get()

    page = text_of(desk.get(change_url(step)))

    words = "A conflict over “Criterion first|run: you can … (English)” is open"
    assert words in page
    assert f"/conflict/{conflict.pk}/change/" in page
    other = text_of(desk.get(change_url(Step.objects.get(slug="second"))))
    assert "A conflict over" not in other


def test_a_record_is_said_to_be_disputed_before_its_rows(desk, step):
    """Only a few are named, and by their kinds criteria would stand before steps."""
    over = {"base": "1", "ours": "2", "theirs": "3", "found_at": timezone.now()}
    rows = [("guide.criterion", f"first|{n}", "text_en") for n in range(5)]
    for model, key, field in [*rows, ("guide.step", "first", "name_en")]:
        Conflict.objects.create(model=model, key=key, field=field, **over)

    said = re.findall(
        "A conflict over “(.+?)” is open", text_of(desk.get(change_url(step)))
    )

    assert len(said) == 5
    assert said[0] == "name (English)"
