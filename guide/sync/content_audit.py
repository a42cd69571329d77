"""What is wrong with the content as a whole, and what it lacks. Works on checked records, wherever they come from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils import timezone

from guide.models.verification import is_checked
from guide.sync.card_titles import WITH_CARDS, undrawn_names
from guide.sync.chinese_text import typography_faults
from guide.sync.chinese_wording import wording_faults
from guide.sync.content_records import ContentRecords, Finding, Values
from guide.sync.fixture_set import Fixtures
from guide.sync.natural_keys import key_text
from guide.sync.record_schema import record_schemas
from guide.sync.spelling import british_words
from guide.sync.typed_numbers import computed_ends, is_allowed, typed_numbers
from guide.texts.chapter_rules import chapter_faults

# The date of a record, and after how many years it is stale.
MOST_YEARS = {
    "guide.salary": ("as_of", 4),
    "guide.fact": ("as_of", 4),
    "guide.course": ("checked_on", 2),
}
# Rows that are there for others, and which rows are expected to point to them.
POINTED_TO = {
    "guide.track": ["guide.step", "guide.category"],
    "guide.category": ["guide.skill"],
    "guide.skill": ["guide.stepskill", "guide.requirement"],
    "guide.step": ["guide.stop"],
    "guide.role": ["guide.requirement"],
    "guide.roadmap": ["guide.stop"],
    "guide.stage": ["guide.stop"],
    "guide.provider": ["guide.course"],
    "guide.occupation": ["guide.salary", "guide.surveytitle"],
    "guide.source": [label for label in record_schemas() if label != "guide.source"],
}
# How the text of a skill begins what it says of a level.
LEVEL_WORDS = {
    "body_en": ("Aware", "Working", "Proficient", "Expert"),
    "body_zh": ("了解", "会用", "熟练", "精通"),
}
LONG_STEP = 30  # hours, of the low end
CARRIED = (
    "first_week",
    "example",
    "project_data",
    "good_result",
    "project_hours_high",
    "go_further",
)


def audit_content(fixtures: Fixtures) -> list[Finding]:
    fixtures.finish()
    errors = [
        Finding(error.kind, error.file, error.key, str(error), error=True)
        for error in fixtures.errors
    ]
    content = ContentRecords(fixtures)
    return errors + [finding for audit in AUDITS for finding in audit(content)]


def skills_without_courses(content: ContentRecords) -> Iterator[Finding]:
    """No course that may be recommended teaches them."""
    taught = {key_text(values["skill"]) for _, values in links_of_recommended(content)}
    for key, _ in content.visible("guide.skill"):
        if key not in taught:
            yield Finding("skill without a course", "guide.skill", key)


def links_of_recommended(
    content: ContentRecords, free: bool = False
) -> Iterator[tuple[str, Values]]:
    courses = {
        key
        for key, values in content.visible("guide.course")
        if is_recommended(values, free)
    }
    return (
        (key, values)
        for key, values in content.visible("guide.courseskill")
        if values["course"][0] in courses
    )


def is_recommended(course: Values, free: bool) -> bool:
    return course["status"] in ("current", "unverified") and (
        not free or course["free_to_study"] is True
    )


def steps_without_a_free_course(content: ContentRecords) -> Iterator[Finding]:
    """No free course teaches one of their skills."""
    taught = {
        values["skill"][0] for _, values in links_of_recommended(content, free=True)
    }
    wanted: dict[str, set[str]] = defaultdict(set)
    for _, values in content.visible("guide.stepskill"):
        wanted[values["step"][0]].add(values["skill"][0])
    for key, _ in content.visible("guide.step"):
        if not wanted[key] & taught:
            yield Finding("step without a free course", "guide.step", key)


def backgrounds_that_lead_nowhere(content: ContentRecords) -> Iterator[Finding]:
    """Visitors do not see the roadmap that they suggest, so the first page leaves them out."""
    roadmaps = {key for key, _ in content.visible("guide.roadmap")}
    for key, values in content.visible("guide.background"):
        if key_text(values["roadmap"]) not in roadmaps:
            yield Finding(
                "background without a published roadmap", "guide.background", key
            )


def missing_translations(content: ContentRecords) -> Iterator[Finding]:
    for label, schema in record_schemas().items():
        pairs = [
            (name, f"{name[:-3]}_zh")
            for name in schema.text_fields
            if name.endswith("_en")
        ]
        for key, values in content.visible(label) if pairs else ():
            lacking = [zh for en, zh in pairs if values[en] and not values[zh]]
            lacking += [en for en, zh in pairs if values[zh] and not values[en]]
            if lacking:
                yield Finding("missing translation", label, key, ", ".join(lacking))


def sources_without_chinese(content: ContentRecords) -> Iterator[Finding]:
    """Chinese readers read of every source what it is called and who published it."""
    for key, values in content.visible("guide.source"):
        lacking = [n for n in ("title_zh", "publisher_zh") if not values[n]]
        if lacking:
            message = f"guide.source {key}: {', '.join(lacking)} is empty"
            yield Finding("source without Chinese", "guide.source", key, message, True)


def chinese_typography(content: ContentRecords) -> Iterator[Finding]:
    for label, schema in record_schemas().items():
        names = [name for name in schema.text_fields if name.endswith("_zh")]
        for key, values in content.visible(label) if names else ():
            for name in names:
                text = values[name] or ""
                # Only Markdown joins its lines; other fields hold one sentence in each.
                prose = text if name == "body_zh" else text.replace("\n", "\n\n")
                for fault in typography_faults(prose):
                    message = f"{label} {key}: {name} has {fault}"
                    yield Finding("typography", label, key, message, error=True)
                for fault in wording_faults(text):
                    yield Finding("Chinese wording", label, key, f"{name}: {fault}")


def stale_figures(content: ContentRecords) -> Iterator[Finding]:
    this_year = timezone.localdate().year
    for label, (name, years) in MOST_YEARS.items():
        for key, values in content.visible(label):
            date = values[name]
            if date[:4].isdecimal() and int(date[:4]) < this_year - years:
                yield Finding(
                    "stale figure",
                    label,
                    key,
                    f"{name} {date} is more than {years} years ago",
                )


def orphans(content: ContentRecords) -> Iterator[Finding]:
    for label, others in POINTED_TO.items():
        used = {
            target for other in others for target in target_keys(content, other, label)
        }
        for key, _ in content.visible(label):
            if key not in used:
                yield Finding("orphan", label, key)


def target_keys(content: ContentRecords, label: str, target: str) -> Iterable[str]:
    for name, schema in record_schemas()[label].targets.items():
        if schema.label == target:
            yield from content.keys_pointed_to(label, name)


def stages_of_one_name(content: ContentRecords) -> Iterator[Finding]:
    """Readers could not say in which of them they are."""
    for name in ("name_en", "name_zh"):
        found: dict[tuple[str, str], str] = {}
        for key, values in content.visible("guide.stage"):
            other = found.setdefault((values["roadmap"][0], values[name]), key)
            if values[name] and other != key:
                yield Finding(
                    "stage with the name of another",
                    "guide.stage",
                    key,
                    f"{name} “{values[name]}” as {other}",
                )


def numbers_that_could_go_stale(content: ContentRecords) -> Iterator[Finding]:
    steps = {
        key: (values["hours_low"], values["hours_high"])
        for key, values in content.visible("guide.step")
    }
    stops: dict[str, list[str]] = defaultdict(list)
    for _key, values in content.visible("guide.stop"):
        if values["need"] == "required":
            stops[values["roadmap"][0]].append(values["step"][0])
    computed = computed_ends(steps, stops)
    for label, name, key, text in texts_of(content):
        for number in typed_numbers(text, computed):
            if not is_allowed(label, key, name, number):
                yield Finding("typed number", label, key, f"{name}: {number.words}")


def texts_of(content: ContentRecords) -> Iterator[tuple[str, str, str, str]]:
    """Model, field, key and text of every text that visitors see."""
    for label, schema in record_schemas().items():
        for key, values in content.visible(label) if schema.text_fields else ():
            for name in schema.text_fields:
                if values[name]:
                    yield label, name, key, values[name]


def british_spellings(content: ContentRecords) -> Iterator[Finding]:
    for label, name, key, text in texts_of(content):
        if name.endswith("_en") and (found := list(british_words(text))):
            yield Finding("British spelling", label, key, f"{name}: {found[0]}")


def levels_without_words(content: ContentRecords) -> Iterator[Finding]:
    """Every level of a skill that a role asks for or a step leads to is described on the page of the skill."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for label in ("guide.requirement", "guide.stepskill"):
        for _key, values in content.visible(label):
            wanted[values["skill"][0]].add(values["level"])
    for key, values in content.visible("guide.skill"):
        lacking = [
            f"{name} {words[level - 1]}"
            for name, words in LEVEL_WORDS.items()
            for level in sorted(wanted[key])
            if f"- **{words[level - 1]}**" not in values[name]
        ]
        if lacking:
            message = ", ".join(lacking)
            yield Finding("level without words", "guide.skill", key, message)


def long_steps_without_a_first_week(content: ContentRecords) -> Iterator[Finding]:
    """A step that takes more than 30 hours even of the quickest says what to do on Monday, and when it is good."""
    for key, values in content.visible("guide.step"):
        if values["hours_low"] > LONG_STEP:
            lacking = [
                name
                for name in CARRIED
                if not values[name if name in values else f"{name}_en"]
            ]
            if lacking:
                yield Finding("long step", "guide.step", key, ", ".join(lacking))


def choices_that_have_gone(content: ContentRecords) -> Iterator[Finding]:
    """Courses that editors chose for a step and that may not be recommended any more."""
    courses = content.records["guide.course"]
    for key, values in content.visible("guide.stepcourse"):
        course = courses.get(values["course"][0])
        if course and not is_checked(course["checked_by"], course["checked_on"]):
            message = f"checked by {course['checked_by']}, {course['checked_on']}"
            yield Finding(
                "chosen course not verified", "guide.stepcourse", key, message
            )


def chapters_that_break_a_rule(content: ContentRecords) -> Iterator[Finding]:
    for key, values in content.visible("guide.chapter"):
        for fault in chapter_faults(values):
            message = f"guide.chapter {key}: {fault}"
            yield Finding("chapter", "guide.chapter", key, message, error=True)


def names_no_card_can_show(content: ContentRecords) -> Iterator[Finding]:
    for label in WITH_CARDS:
        for key, values in content.visible(label):
            for fault in undrawn_names(values):
                yield Finding("card", label, key, f"{label} {key}: {fault}")


AUDITS = (
    names_no_card_can_show,
    chapters_that_break_a_rule,
    british_spellings,
    levels_without_words,
    long_steps_without_a_first_week,
    choices_that_have_gone,
    numbers_that_could_go_stale,
    stages_of_one_name,
    skills_without_courses,
    steps_without_a_free_course,
    backgrounds_that_lead_nowhere,
    missing_translations,
    sources_without_chinese,
    chinese_typography,
    stale_figures,
    orphans,
)
