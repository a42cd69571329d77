import pytest

from guide.tests.factory import (
    make_roadmap,
    make_skill,
    make_source,
    make_step,
    make_track,
)


@pytest.fixture
def steps():
    track, source, python = (
        make_track(),
        make_source(),
        make_skill(slug="python", name_en="Python"),
    )
    old = make_step(
        track=track,
        source=source,
        skills=[python],
        criteria=2,
        slug="old",
        name_en="Old",
        body_en="How.",
    )
    after = make_step(
        track=track,
        source=source,
        after=[old],
        criteria=1,
        slug="after",
        name_en="After",
    )
    make_roadmap([old, after], slug="way", name_en="Way")
    return old, after
