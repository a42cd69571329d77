"""The miniature of a roadmap: where its stops and lines are, and what of them is travelled."""

import pytest

from guide.models import Stop
from guide.roadmaps.roadmap_map import line_map, line_maps
from guide.roadmaps.strip import draw_strip
from guide.tests.factory import make_roadmap, make_step, make_track

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn():
    """Algebra and calculus on the first line, models on the third, which builds on algebra."""
    first, third = make_track(1), make_track(3)
    algebra, calculus = make_step(first), make_step(first)
    models = make_step(third, after=[algebra])
    make_roadmap([algebra, calculus, models], slug="way")
    return line_map("way")


def paths(strip):
    return [(path.kind, path.column, path.d) for path in strip.paths]


def test_lines_run_between_their_stops_and_bridges_join_them(drawn):
    strip = draw_strip(drawn)

    assert (strip.width, strip.height) == (4, 84)
    assert paths(strip) == [
        ("line", 1, "M1 9H3"),
        ("line", 3, "M3 31H3"),
        ("bridge", 0, "M3 9V31"),
        ("ring", 1, "M1 9h0m1 0h0"),
        ("hole", 1, "M1 9h0m1 0h0"),
        ("ring", 3, "M3 31h0"),
        ("hole", 3, "M3 31h0"),
    ]
    assert [tuple(stage) for stage in strip.stages] == [(1, "First", "25.00%")]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (
            ["done", "doing", ""],
            [
                ("gone", 1, "M1 9H1"),
                ("here", 1, "M2 9h0"),
                ("half", 1, "M2 9h0"),
                ("hole", 3, "M3 31h0"),
            ],
        ),
        (
            ["skipped", "known", "done"],
            [
                ("gone", 1, "M1 9H2"),
                ("gone", 3, "M3 31H3"),
                ("here", 1, "M2 9h0"),
                ("hole", 1, "M1 9h0"),
            ],
        ),
        (
            ["", "done", ""],
            [
                ("here", 1, "M2 9h0"),
                ("hole", 1, "M1 9h0"),
                ("hole", 3, "M3 31h0"),
            ],
        ),
    ],
)
def test_a_line_is_travelled_as_far_as_nothing_is_left_out(drawn, states, expected):
    steps = [stop.step_id for stop in drawn.stops]

    strip = draw_strip(drawn, dict(zip(steps, states, strict=True)), here=steps[1])

    assert [
        path for path in paths(strip) if path[0] in ("gone", "here", "half", "hole")
    ] == expected


def test_what_is_taken_by_choice_holds_no_line_up(drawn):
    steps = [stop.step_id for stop in drawn.stops]
    Stop.objects.filter(step=steps[0]).update(need="choice")
    line_maps.cache_clear()

    strip = draw_strip(line_map("way"), {steps[1]: "done"})

    assert ("gone", 1, "M1 9H2") in paths(strip)


def test_strips_beside_each_other_share_one_scale(drawn):
    strip = draw_strip(drawn, width=10)

    assert (strip.width, strip.stages[0].percent) == (10, "10.00%")


def test_it_costs_no_query(drawn, django_assert_num_queries):
    with django_assert_num_queries(0):
        draw_strip(drawn, {drawn.stops[0].step_id: "done"}, drawn.stops[1].step_id)
