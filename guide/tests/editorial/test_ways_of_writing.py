"""Whichever way content is written, each record that changed has one revision more, which says who, how and what."""

import json

import pytest
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import transaction
from django.urls import reverse

from guide.admin.editing.page_snapshot import sign_state
from guide.editorial.documents import (
    NOTHING,
    document_before,
    read_records,
    unpack,
)
from guide.models import (
    Conflict,
    Course,
    Criterion,
    Occupation,
    Revision,
    Role,
    Skill,
    Source,
    Step,
    SurveyTitle,
)
from guide.sync.files import content_models
from guide.sync.record_schema import schema_of
from guide.tests.admin_pages import change_url, form_of, list_url, open_form
from guide.tests.fixture_world import World
from guide.tests.salaries.test_import_salary_survey import advert, packed
from tests.succession.pages import ask, halves, new, page

pytestmark = pytest.mark.both_databases


@pytest.fixture
def world(tmp_path, db):
    made = World(tmp_path)
    made.add("guide.criterion", step=["first"], code="say", order=2, text_en="say why")
    made.load()
    return made


def confirm(desk, address, preview):
    desk.post(address, {**form_of(preview), "do": "confirm"})


def first():
    return Step.objects.get(slug="first")


def post_form(desk, row, **changes):
    answer = desk.post(change_url(row), {**open_form(desk, row), **changes})
    assert answer.status_code == 302


def act(desk, row, action):
    data = {"action": action, "_selected_action": [row.pk], "confirmed": "yes"}
    opened = sign_state({row.pk: [str(row.version), {}]})
    desk.post(list_url(type(row)), {**data, "opened": opened})


def by_form(desk, world):
    post_form(desk, first(), name_en="Other")


def by_inline(desk, world):
    form = open_form(desk, first())
    name = next(each for each in form if each.endswith("-text_en") and form[each])
    post_form(desk, first(), **{name: "run two programs"})


def by_list(desk, world):
    address = list_url(Role)
    form = form_of(desk.get(address))
    desk.post(address, {**form, "form-0-order": "7", "_save": "Save"})


def by_retiring(desk, world):
    act(desk, first(), "retire")


def by_publishing(desk, world):
    with transaction.atomic():
        Step.objects.filter(slug="second").update(published=False)
    act(desk, Step.objects.get(slug="second"), "publish")


def by_deleting(desk, world):
    course = Course.objects.get(slug="tables")
    address = reverse("admin:guide_course_delete", args=[course.pk])
    desk.post(address, {"post": "yes", "version": str(course.version)})


def by_splitting(desk, world):
    preview = ask(desk, page("split", first()), parts=2, **halves(first()))
    confirm(desk, page("split", first()), preview)


def by_merging(desk, world):
    olds = Step.objects.order_by("slug")
    criteria = Criterion.objects.values_list("pk", flat=True)
    places = {f"criterion-{pk}": "part-0" for pk in criteria}
    address = page("merge", *olds)
    confirm(desk, address, ask(desk, address, parts=1, **new(0, "Both"), **places))


def by_deciding(desk, world):
    Course.objects.filter(slug="snakes").update(title="Ours")
    world.set("guide.course", "snakes", title="Theirs")
    world.load()
    conflict = Conflict.objects.get()
    Revision.objects.all().delete()
    address = reverse("admin:guide_conflict_change", args=[conflict.pk])
    desk.post(address, form_of(desk.get(address)) | {"how": "theirs"})


def by_a_missed_search(desk, world):
    data = {"name": "serpent", "subject": "skill", "subject_slug": "python"}
    desk.post(reverse("admin:guide_othername_missed"), data)


def by_the_survey(desk, world):
    lines = [line for high in (150, 160, 170) for line in advert(high * 1000, 90_000)]
    path = packed(world.folder, [*lines, *lines])
    call_command("import_salary_survey", str(path), source="survey")


def by_sync(desk, world):
    world.set("guide.course", "snakes", title="Theirs")
    world.set("guide.criterion", "first|run", text_en="run it")
    world.drop("guide.criterion", "first|say")
    world.load()


def by_loaddata(desk, world):
    rows = json.loads(serialize("json", Course.objects.all()))
    rows[0]["fields"]["title"] = "Loaded"
    path = world.folder / "other.json"
    path.write_text(json.dumps(rows))
    call_command("loaddata", str(path), verbosity=0)


def by_a_program(desk, world):
    step = first()
    step.name_en = "By a program"
    step.save()
    step.criteria.filter(code="say").delete()
    Criterion.objects.create(step=step, code="new", order=5, text_en="new")


def by_linking(desk, world):
    """Its rows are written in one piece, past their own save()."""
    first().skills.add(Skill.objects.get(slug="sql"), through_defaults={"level": 2})


RECORDS = {
    by_form: ("form", ["step first"]),
    by_inline: ("form", ["step first"]),
    by_list: ("list", ["role engineer"]),
    by_retiring: ("retire", ["step first"]),
    by_publishing: ("publish", ["step second"]),
    by_deleting: ("delete", ["course tables"]),
    by_splitting: ("split", ["roadmap engineer", "step first", "step left", "step right", "step second"]),
    by_merging: ("merge", ["roadmap engineer", "step both", "step first", "step second"]),
    by_deciding: ("conflict", ["course snakes"]),
    by_a_missed_search: ("form", ["othername skill|python|serpent"]),
    by_the_survey: ("import", [f"salary advertised-2025-us-engineer-{level}" for level in ("any", "senior")]),
    by_sync: ("sync", ["course snakes", "step first"]),
    by_loaddata: ("loaddata", ["course snakes"]),
    by_a_program: ("code", ["step first"]),
    by_linking: ("code", ["step first"]),
}  # fmt: skip
BY_NOBODY = {by_the_survey, by_sync, by_loaddata, by_a_program, by_linking}
PREPARED = {by_publishing, by_deciding}  # something else was changed before
LOADS = {by_the_survey, by_sync, by_loaddata}


def everything():
    """Every record that can have a revision, with the rows that belong to it, by kind and primary key."""
    roots = [model for model in content_models() if not model.owner]
    found = {}
    for model in roots:
        pks = list(model.objects.values_list("pk", flat=True))
        for pk, now in read_records(model, pks).items() if pks else ():
            found[schema_of(model).label, pk] = now
    return found


@pytest.mark.parametrize("write", RECORDS, ids=lambda way: way.__name__)
def test_every_way_of_writing_leaves_one_revision_of_each_record(
    client, superuser, world, write
):
    client.force_login(superuser)
    job = Occupation.objects.create(slug="engineer", name_en="Engineer", published=True)
    survey = Source.objects.get(slug="survey")
    SurveyTitle.objects.create(title="ML Engineer", occupation=job, source=survey)
    before = everything()
    Revision.objects.all().delete()

    write(client, world)

    reason, expected = RECORDS[write]
    found = list(Revision.objects.order_by("model", "key"))
    assert [f"{each.model.partition('.')[2]} {each.key}" for each in found] == expected
    author = "" if write in BY_NOBODY else superuser.email
    marks = {(each.by, each.reason, each.is_load, each.state) for each in found}
    assert marks == {(author, reason, write in LOADS, "live")}
    after = everything()
    for each in found:
        now = after.get((each.model, each.row), NOTHING)
        assert (unpack(each.document), each.version) == now
        was = document_before(now.document, unpack(each.before))
        if write not in PREPARED:
            assert was == before.get((each.model, each.row), NOTHING).document
        assert each.fields
    changed = {
        key for key in before.keys() | after.keys() if before.get(key) != after.get(key)
    }
    assert write in PREPARED or {(each.model, each.row) for each in found} == changed
