"""What a learner's data points at cannot be deleted: not in the admin, not in code, not by SQL."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import PROTECT, ProtectedError
from django.urls import reverse
from django.utils import timezone

from accounts.models import StepProgress
from guide.models import Criterion, Step
from guide.tests.factory import (
    make_background,
    make_course,
    make_roadmap,
    make_skill,
    make_source,
    make_step,
    make_track,
)
from guide.tests.fixture_world import World

pytestmark = pytest.mark.both_databases

SAID = {
    "StepProgress": {"state": "done", "by": "press", "changed_at": timezone.now()},
    "CriterionTick": {
        "state": "ticked",
        "before": "open",
        "changed_at": timezone.now(),
    },
    "CourseProgress": {"state": "done", "before": "none", "changed_at": timezone.now()},
    "SkillClaim": {"level": 2, "before": 0, "changed_at": timezone.now()},
    "StepHours": {"minutes": 30},
    "StepNote": {"version": 1, "text": "mine", "at": timezone.now()},
    "EvidenceLink": {"url": "https://example.org/", "added_at": timezone.now()},
    "ProgressEvent": {
        "by": "press",
        "at": timezone.now(),
        "before": "done",
        "after": "done",
    },
    "Sweep": {"at": timezone.now()},
    "SharedLink": {"kind": "progress", "label": "for Ada", "made_at": timezone.now()},
    "ProjectSentence": {"text": "mine", "changed_at": timezone.now()},
    "Learner": {},
}
KINDS = {
    "Sweep.roadmap": "reset",
    "Sweep.course": "course",
    "Sweep.background": "preset",
    "ProgressEvent.step": "state",
}


def relations():
    """Every reference from what learners did to the guide."""
    fields = [
        field
        for model in apps.get_app_config("accounts").get_models()
        for field in model._meta.concrete_fields
    ]
    return {
        f"{field.model.__name__}.{field.name}": field
        for field in fields
        if field.is_relation and field.related_model._meta.app_label == "guide"
    }


def make(kind):
    track, source = make_track(), make_source()
    step = make_step(track=track, source=source, criteria=1)
    if kind == "criterion":
        return step.criteria.get()
    return {
        "course": make_course,
        "skill": make_skill,
        "background": make_background,
        "roadmap": lambda: make_roadmap(0, track),
    }.get(kind, lambda: make_step(track=track, source=source))()


def point_at(row, relation, user):
    model, _dot, name = relation.partition(".")
    fields = SAID[model] | {name: row, "user": user}
    if relation in KINDS or model == "ProgressEvent":
        fields["kind"] = KINDS.get(relation, name)
    if relation in ("StepProgress.roadmap", "ProgressEvent.criterion"):
        fields["step"] = make_step()
    apps.get_model("accounts", model).objects.bulk_create(
        [apps.get_model("accounts", model)(**fields)]
    )


@pytest.fixture(params=sorted(relations()))
def relation(request):
    return request.param


def test_code_cannot_delete_it(relation, learner):
    row = make(relations()[relation].related_model._meta.model_name)
    point_at(row, relation, learner)

    with pytest.raises(ProtectedError):
        row.delete()
    with pytest.raises(ProtectedError):
        type(row).objects.filter(pk=row.pk).delete()

    assert relations()[relation].remote_field.on_delete is PROTECT


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_sql_that_deletes_it(learner):
    deleted = []
    for relation, field in relations().items():
        row = make(field.related_model._meta.model_name)
        point_at(row, relation, learner)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                statement = f"DELETE FROM {row._meta.db_table} WHERE id = %s"  # noqa: S608
                cursor.execute(statement, [row.pk])
            deleted.append(relation)
        except IntegrityError:
            assert type(row).objects.filter(pk=row.pk).exists()

    assert deleted == []


@pytest.mark.django_db(transaction=True)
def test_sql_deletes_a_step_that_nothing_points_at():
    row = make("step")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM guide_step WHERE id = %s", [row.pk])

    assert not Step.objects.filter(pk=row.pk).exists()


def test_the_admin_cannot_delete_it_and_names_no_learner(
    client, superuser, relation, learner
):
    row = make(relations()[relation].related_model._meta.model_name)
    point_at(row, relation, learner)
    client.force_login(superuser)
    owner = (
        row.step if isinstance(row, Criterion) else row
    )  # a criterion has no page of its own
    address = reverse(f"admin:guide_{owner._meta.model_name}_delete", args=[owner.pk])

    pages = [client.get(address), client.post(address, {"post": "yes", "version": "1"})]

    for page in pages:
        assert (
            "cannot be deleted because other content depends on it"
            in page.content.decode()
        )
        assert learner.email not in page.content.decode()
        assert "https://example.org/" not in page.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_load_retires_what_it_would_delete(learner, tmp_path):
    world = World(tmp_path)
    world.load()
    criterion = Criterion.objects.get(code="run")
    point_at(criterion, "CriterionTick.criterion", learner)
    world.drop("guide.criterion", "first|run")

    report = world.load(prefer="fixtures")

    criterion.refresh_from_db()
    assert criterion.retired_on == timezone.localdate()
    assert report.retired == {"guide.criterion": ["first|run"]}
    assert StepProgress.objects.count() == 0
