import pytest

from guide.models import Course, Stop
from guide.shared_rows import share_related
from guide.tests.factory import make_course, make_roadmap, make_step, make_track

pytestmark = pytest.mark.django_db


def loaded_stops():
    track = make_track()
    step, other = make_step(track=track), make_step(track=track)
    make_roadmap([step, other])
    make_roadmap([step])
    return Stop.objects.with_steps().in_order()


def test_rows_of_the_same_record_lead_to_one_object(django_assert_num_queries):
    rows = loaded_stops()

    with django_assert_num_queries(1):
        first, second, third = sorted(
            share_related(rows, "stage", "step", "step__track"),
            key=lambda stop: stop.pk,
        )

    assert first.step is third.step
    assert first.stage is second.stage
    assert first.stage is not third.stage
    assert first.step is not second.step
    assert first.step.track is second.step.track


def test_each_row_leads_to_what_it_led_to():
    rows = loaded_stops()

    def found(stops):
        return [(stop.pk, stop.stage.pk, stop.step.pk, stop.step.track) for stop in stops]  # fmt: skip

    assert found(share_related(rows, "stage", "step", "step__track")) == found(rows.all())  # fmt: skip


def test_a_row_without_a_related_record_stays_as_it_is():
    make_course()

    rows = Course.objects.select_related("replaced_by")

    assert [row.replaced_by for row in share_related(rows, "replaced_by")] == [None]
