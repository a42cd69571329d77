"""Rules of the content as an editor meets them: in words, beside the field, and with nothing written."""

import pytest
from django.db.models import CheckConstraint

from guide.models import Citation
from guide.sync.files import content_models
from guide.tests.admin_pages import (
    change_url,
    open_form,
    refused,
    rows_of,
    save_form,
    state_of,
    text_of,
)
from guide.tests.factory import (
    make_course,
    make_fact,
    make_roadmap,
    make_salary,
    make_skill,
    make_source,
    make_step,
)

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"currency": "XYZ"}, "“XYZ” is not a currency of the guide."),
        ({"currency": ""}, "This field is required."),
        (
            {"low": "90000", "mid": "80000.50"},
            "Low, middle and high must be in rising order. “low” 90,000 is above “middle” 80,000.5.",
        ),
        (
            {"p10": "9", "p90": "5"},
            "must be in rising order. “10th percentile” 9 is above “90th percentile” 5.",
        ),
        (
            {"mid": ""},
            "Give at least one amount. Given: “high” nothing, “low” nothing, “middle” nothing,",
        ),
        ({"mid": "-1"}, "“-1” is too small. Enter 0 or more."),
        (
            {"mid": "90.000"},
            "“90.000” has more than 2 decimals. Use a point only before decimals: 1500 or 49.50.",
        ),
        (
            {"mid": "1234567890123"},
            "“1234567890123” is too long: 12 digits before the point at most.",
        ),
        (
            {"mid": "52,000"},
            "“52,000” is not a number. Use digits, with a point before decimals, such as 1500 or 49.50.",
        ),
        (
            {"year": "twenty"},
            "“twenty” is not a whole number. Use digits only, such as 1500.",
        ),
        ({"year": "20"}, "20 cannot be the year of a figure. Enter 1900 to"),
        (
            {"country": "XX"},
            "“XX” is not a country. Enter its two-letter code in capitals, such as GB.",
        ),
        ({"country": "UK"}, "“UK” is not a country."),
        ({"source": ""}, "This field is required."),
        ({"source": "999"}, "Select a valid choice."),
        ({"as_of": ""}, "This field is required."),
        (
            {"as_of": "2026-02-30"},
            "“2026-02-30” is not a date. Enter 2026, 2026-08 or 2026-08-30, or “undated”.",
        ),
        ({"as_of": "next year"}, "“next year” is not a date."),
        ({"country": "Spain"}, "at most 2 characters"),
        ({"cautions": "made-up"}, "Unknown: made-up. Allowed: advert-bands,"),
        ({"passage_en": "x" * 601}, "at most 600 characters"),
    ],
)
def test_a_salary_that_breaks_a_rule_is_refused_in_words(desk, changes, words):
    salary = make_salary()
    before = state_of(salary)

    answer = save_form(desk, salary, open_form(desk, salary), **changes)

    assert refused(answer, words) == []
    assert "Constraint" not in text_of(answer)
    assert state_of(salary) == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"hours_low": "9", "hours_high": "5", "hours_basis": "stated"},
            "“hours in all, from” 9 is above “hours in all, to” 5.",
        ),
        ({"hours_low": "5"}, "Say where the hours come from."),
        (
            {"price": "1500", "price_period": "total"},
            "A price needs its currency. Given: “price of the certificate” nothing, “currency” nothing, “price” 1,500.",
        ),
        (
            {"price": "5", "currency": "USD"},
            "Given: “price” 5, “the price is” nothing.",
        ),
        (
            {"retired_on": "28/11/2026"},
            "“28/11/2026” is not a date. Enter it as 2026-08-30.",
        ),
        (
            {"languages": "English"},
            "“English” is not a language code. Enter codes separated by spaces: en zh.",
        ),
        (
            {"url": "ftp://example.org/a"},
            "An address that starts with “ftp:” cannot be added here",
        ),
        (
            {"url": "javascript:alert(1)"},
            "An address that starts with “javascript:” cannot be added here",
        ),
        (
            {"note_en": "[this](step:nowhere) and [that](skill:none)"},
            "These links lead nowhere: step:nowhere, skill:none.",
        ),
        (
            {"note_en": "[a](skil:python)"},
            "Unknown before the colon: skil. Allowed: belief, chapter, course,",
        ),
        ({"note_zh": "[page](page:secret)"}, "These links lead nowhere: page:secret."),
        ({"note_en": "a\x0bb"}, "The text contains an invisible character."),
        ({"note_en": "x" * 20_001}, "at most 20000 characters"),
    ],
)
def test_a_course_that_breaks_a_rule_is_refused_in_words(desk, changes, words):
    course = make_course()
    before = state_of(course)

    answer = save_form(desk, course, open_form(desk, course), **changes)

    assert refused(answer, words) == []
    assert "Constraint" not in text_of(answer)
    assert state_of(course) == before


def test_what_is_no_number_stays_in_a_field_that_keeps_it(desk):
    """A browser sends nothing for what it cannot read in a field of the type number."""
    salary = make_salary()

    page = text_of(save_form(desk, salary, open_form(desk, salary), mid="52,000"))

    assert 'type="number"' not in page
    assert 'value="52,000"' in page


def test_codes_may_be_typed_in_small_letters(desk):
    salary = make_salary()

    save_form(desk, salary, open_form(desk, salary), currency="usd", country="us")

    assert (state_of(salary)["currency"], state_of(salary)["country"]) == ("USD", "US")


def test_a_row_that_stands_twice_is_named_with_its_field(desk):
    roadmap = make_roadmap(steps=2)
    form = open_form(desk, roadmap)

    answer = save_form(desk, roadmap, form, **{"stops-1-step": form["stops-0-step"]})

    assert refused(answer, "Step: two rows are the same. Change or remove one.") == []
    assert roadmap.stops.values("step").distinct().count() == 2


def test_a_broken_rule_is_said_in_chinese(desk):
    salary = make_salary()
    form = open_form(desk, salary)

    answer = desk.post(
        f"/zh-hans{change_url(salary)}", {**form, "low": "90000", "mid": "80000"}
    )

    assert refused(answer, "“最低”90,000高于“中间值”80,000。") == []


def test_courses_do_not_replace_each_other_in_a_circle(desk):
    new = make_course(title="New")
    old = make_course(title="Old", status="replaced", replaced_by=new)

    answer = save_form(
        desk, new, open_form(desk, new), replaced_by=old.pk, status="replaced"
    )

    assert refused(
        answer, "These depend on each other in a circle: ", "Old → New", "New → Old"
    ) in (
        [],
        ["Old → New"],
        ["New → Old"],
    )
    assert state_of(new)["replaced_by_id"] is None


def test_every_check_of_the_database_is_said_in_words_or_by_the_field():
    by_fields = (
        "_known",
        "_not_negative",
        "_a_source",
        "_has_a_currency",
        "_says_when",
    )
    constraints = [
        constraint
        for model in content_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    ]
    checks = {constraint.name for constraint in constraints}
    explained = {
        constraint.name
        for constraint in constraints
        if getattr(constraint, "error_field", "")
    }
    required = {name for name in checks if name.endswith(by_fields)} - explained
    named = {
        name
        for name in checks - explained - required
        if name.split("_")[-1] not in ("checked", "read", "published")
    }

    # Fields that may not be empty say so themselves, as those of a source and of another name.
    assert named == {
        "citation_names_its_subject", "course_has_a_language", "other_name_has_a_name", "other_name_leads_somewhere",
        "price_index_has_a_country", "price_level_has_a_country", "source_has_a_publisher", "source_has_a_title",
    }  # fmt: skip
    assert len(explained) == 29
    assert all(
        constraint.violation_error_message != constraint.default_violation_error_message
        for constraint in constraints
        if constraint.name in explained
    )


def test_a_criterion_retires_and_is_never_taken_out(desk):
    step = make_step(criteria=1)

    save_form(
        desk,
        step,
        open_form(desk, step),
        **{"criteria-0-DELETE": "on", "criteria-0-retired_on": "2026-11-20"},
    )

    assert [str(row["retired_on"]) for row in rows_of(step, "criteria")] == [
        "2026-11-20"
    ]


def test_a_citation_names_something_that_is_there(desk):
    citation = Citation.objects.create(
        source=make_source(), subject="skill", subject_slug=make_skill().slug
    )

    answer = save_form(
        desk, citation, open_form(desk, citation), subject_slug="nowhere"
    )

    assert refused(answer, "There is no skill with this slug.") == []


@pytest.mark.parametrize("colour", ["red", "#FFF", "#12345g", "#fff; }"])
def test_a_colour_is_six_digits(desk, colour):
    track = make_step().track

    answer = save_form(desk, track, open_form(desk, track), colour_light=colour)

    assert "#2f66c9" in text_of(answer)
    assert state_of(track)["colour_light"] == "#2f66c9"


@pytest.mark.parametrize("period", ["2025-02-29", "2025-01 to 2025-13", "since 20255"])
def test_a_fact_of_a_day_that_does_not_exist_is_refused_in_words(desk, period):
    fact = make_fact()
    before = state_of(fact)

    answer = save_form(desk, fact, open_form(desk, fact), period=period)

    assert refused(answer, "is not a date. Enter 2026, 2026-08 or 2026-08-30") == []
    assert state_of(fact) == before
    assert desk.get("/market/").status_code == 200


def test_a_fact_of_a_period_in_words_is_taken(desk):
    fact = make_fact()

    answer = save_form(desk, fact, open_form(desk, fact), period="Q3 2025")

    assert (answer.status_code, state_of(fact)["period"]) == (302, "Q3 2025")
