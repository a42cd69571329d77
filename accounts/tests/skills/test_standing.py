"""Levels and their reasons equal a recount of the stored facts, whatever a learner says and does."""

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import By, SkillClaim, State
from accounts.skills.standing import Claim, Facts, ReasonKind, SkillStandings
from guide.gap.content import GapContent
from guide.gap.needs import Need
from guide.gap.role_gap import RoleGap
from tests.examples import SHORT, is_long_run

SKILLS, STEPS, COURSES = range(1, 9), range(11, 17), range(21, 24)
# A skill builds on those with half its number and one third of it.
BUILDS_ON = {
    skill: frozenset({skill // 2, skill // 3} - {0, skill}) for skill in SKILLS
}
STEP_LEVELS = {
    step: {step % 8 + 1: step % 4 + 1, (step * 3) % 8 + 1: 2} for step in STEPS
}
COURSE_LEVELS = {course: {course % 8 + 1: 3} for course in COURSES}
CRITERIA = {step: (step * 10, step * 10 + 1) for step in STEPS}
NEEDS = {
    f"role-{number}": tuple(
        Need(skill, (skill + number) % 4 + 1, ("core", "helpful")[skill % 2])
        for skill in SKILLS
    )
    for number in range(9)
}


def made_content():
    things = {
        pk: SimpleNamespace(
            pk=pk, slug=str(pk), hours_low=5, hours_high=9, retired_on=None
        )
        for pk in [*SKILLS, *STEPS]
    }
    return GapContent(
        skills={skill: things[skill] for skill in SKILLS},
        builds_on=BUILDS_ON,
        roles={slug: SimpleNamespace(slug=slug) for slug in NEEDS},
        needs=NEEDS,
        steps={step: things[step] for step in STEPS},
        step_levels=STEP_LEVELS,
        criteria=CRITERIA,
        course_levels=COURSE_LEVELS,
        chosen_courses={},
        costs={},
    )


CONTENT = made_content()
LEARNERS = st.builds(
    Facts,
    claims=st.dictionaries(
        st.sampled_from(SKILLS),
        st.builds(Claim, st.sampled_from([-1, 1, 2, 3, 4]), st.sampled_from(By.values)),
    ),
    states=st.dictionaries(st.sampled_from(STEPS), st.sampled_from(State)),
    finished_courses=st.frozensets(st.sampled_from(COURSES)),
    ticked=st.frozensets(
        st.sampled_from([each for pair in CRITERIA.values() for each in pair])
    ),
    links=st.dictionaries(st.sampled_from(STEPS), st.integers(1, 3)),
)


def recounted_levels(facts):
    """As a reader of the rules counts, skill by skill and without what the code computes on the way."""
    own = {}
    for skill in SKILLS:
        if skill in facts.claims:
            own[skill] = max(0, facts.claims[skill].level)
            continue
        behind = [
            STEP_LEVELS[step].get(skill, 0)
            for step, state in facts.states.items()
            if state in ("done", "known")
        ]
        behind += [
            COURSE_LEVELS[course].get(skill, 0) for course in facts.finished_courses
        ]
        own[skill] = max(behind, default=0)
    levels = dict(own)
    for _ in SKILLS:  # what is implied goes on through what is implied
        for skill in SKILLS:
            if levels[skill] >= 2:
                for below in BUILDS_ON[skill]:
                    if below not in facts.claims and levels[below] < 2:
                        levels[below] = 2
    return {skill: level for skill, level in levels.items() if level}


@given(LEARNERS)
@settings(max_examples=SHORT * 20 if is_long_run() else 1000)
def test_levels_equal_a_recount_of_what_is_stored(facts):
    standings = SkillStandings(facts, CONTENT)

    assert standings.levels == recounted_levels(facts)


@given(LEARNERS)
def test_every_level_has_its_reasons_and_no_claim_counts_as_evidence(facts):
    standings = SkillStandings(facts, CONTENT)

    for skill in SKILLS:
        found = standings.of(skill)
        assert found.level == standings.levels.get(skill, 0)
        assert found.claim == facts.claims.get(skill)
        if found.level:
            assert found.claim or found.reasons
        kinds = {reason.kind for reason in found.reasons}
        is_shown = kinds & {"done", "course", "ticked", "link"}
        assert (found.status == "supported") == bool(found.level and is_shown)
        assert (found.status == "none") == (not found.level)
        if ReasonKind.IMPLIED in kinds:
            assert found.claim is None


@given(LEARNERS, st.sampled_from(SKILLS), st.sampled_from([-1, 1, 2, 3, 4]))
def test_one_claim_changes_all_roles_at_once(facts, skill, level):
    claims = {**facts.claims, skill: Claim(level, By.PRESS)}
    said = Facts(
        claims, facts.states, facts.finished_courses, facts.ticked, facts.links
    )

    levels = SkillStandings(said, CONTENT).levels

    counted = recounted_levels(said)
    for slug, needs in NEEDS.items():
        gap = RoleGap(CONTENT.roles[slug], CONTENT, levels)
        core = [need for need in needs if need.importance == "core"]
        assert gap.distance.met == sum(
            counted.get(need.skill, 0) >= need.level for need in core
        )
        assert gap.distance.missing == sum(
            max(0, need.level - counted.get(need.skill, 0)) for need in core
        )


@given(LEARNERS)
def test_only_steps_that_teach_nothing_new_are_offered_as_known(facts):
    standings = SkillStandings(facts, CONTENT)

    offered = set(standings.known_steps)

    for step in STEPS:
        is_covered = all(
            standings.levels.get(skill, 0) >= level
            for skill, level in STEP_LEVELS[step].items()
        )
        is_open = facts.states.get(step, State.NOT_STARTED) == State.NOT_STARTED
        assert (step in offered) == (is_covered and is_open)


def test_what_a_learner_says_stands_against_what_they_did():
    facts = Facts({4: Claim(SkillClaim.NONE, By.PRESS)}, {11: State.DONE})

    standings = SkillStandings(facts, CONTENT)

    assert STEP_LEVELS[11] == {4: 4, 2: 2}
    assert standings.levels == {2: 2, 1: 2}
    assert [reason.kind for reason in standings.of(4).reasons] == ["done"]
    assert standings.of(4).status == "none"
