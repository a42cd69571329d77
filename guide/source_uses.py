"""What a source says, statement by statement, and the places of the guide where each is used."""

from dataclasses import dataclass, field

from django.db.models import Value
from django.utils.translation import gettext as _

from guide.cache import cached_per_version
from guide.markdown import short_link_address
from guide.models import (
    Belief,
    Chapter,
    Citation,
    Course,
    Employer,
    Industry,
    Mention,
    Question,
    Roadmap,
    Role,
    Skill,
    Source,
    Step,
    Term,
    name_order,
)
from guide.models.text import (
    LANGUAGES,
    Text,
    active_language,
    first_language,
    in_active_language,
)

NAMED = (
    Belief,
    Chapter,
    Employer,
    Industry,
    Question,
    Roadmap,
    Role,
    Skill,
    Step,
    Term,
)


@dataclass
class CitingPlace:
    name: str
    address: str


@dataclass
class Statement:
    passage: str
    places: list[CitingPlace] = field(default_factory=list)


@cached_per_version(len(LANGUAGES))
def names_of_citing_records(language: str) -> dict[tuple[str, str], Text]:
    """The name of everything that can cite a source and is published, by kind and slug: one query.

    `language` is the active one. Every page of a source asks for all of them.
    """
    none = Value("")
    parts = [
        model.objects.published()
        .order_by()
        .values_list(Value(model._meta.model_name), "slug", "name_en", "name_zh", none)
        for model in NAMED
    ]
    courses = (
        Course.objects.published()
        .order_by()
        .values_list(Value("course"), "slug", "title", none, "languages")
    )
    return {
        (kind, slug): Text(en, first_language(languages))
        if languages
        else in_active_language(en, zh)
        for kind, slug, en, zh, languages in courses.union(*parts, all=True)
    }


def page_names() -> dict[str, str]:
    return {
        "salaries": _("Salaries"),
        "market": _("Outlook"),
        "further-reading": _("Further reading"),
        "courses": _("Courses"),
        "industries": _("Industries"),
        "roadmaps": _("Roadmaps"),
        "skills": _("Skills"),
        "roles": _("Roles"),
        "glossary": _("Glossary"),
        "questions": _("Questions"),
        "beliefs": _("Beliefs"),
        "sources": _("Sources"),
        "guide": _("Guide"),
        "home": _("First page"),
    }


def uses_of(source: Source):
    """Every row that rests on the source: its group, its key, its place in the group and the passage. One query."""
    none = Value("")
    said = Citation.objects.filter(source=source).values_list(
        Value("says"),
        "subject",
        "subject_slug",
        "statement",
        "pk",
        "passage_en",
        "passage_zh",
    )
    named = Mention.objects.filter(source=source).values_list(
        Value("names"),
        Value("skill"),
        "skill__slug",
        name_order("skill__"),
        "pk",
        "passage_en",
        "passage_zh",
    )
    timed = Step.objects.filter(source=source).values_list(
        Value("hours"), Value("step"), "slug", name_order(), "pk", none, none
    )
    told = Employer.objects.filter(source=source).values_list(
        Value("tells"), Value("employer"), "slug", name_order(), "pk", none, none
    )
    return said.union(named, timed, told, all=True)


def statements_of(source: Source) -> dict[str, list[Statement]]:
    """What it `says`, by number; skills it `names`; steps whose `hours` rest on it; employers of which it `tells`."""
    known, pages = names_of_citing_records(active_language()), page_names()
    groups = ("says", "names", "hours", "tells")
    found: dict[str, dict[tuple, Statement]] = {group: {} for group in groups}
    for group, kind, slug, statement, _pk, en, zh in sorted(
        uses_of(source), key=citing_place
    ):
        name = pages.get(slug) if kind == "page" else known.get((kind, slug))
        address = short_link_address(kind, slug)
        if name and address:
            key = (statement, en) if group == "says" else (slug,)
            found[group].setdefault(
                key, Statement(in_active_language(en, zh))
            ).places.append(CitingPlace(name, address))
    return {group: list(statements.values()) for group, statements in found.items()}


def citing_place(use) -> tuple:
    """Numbers by value, then words, then what has no number."""
    statement, pk = use[3], use[4]
    return (
        statement == "",
        (0, int(statement), "") if statement.isdecimal() else (1, 0, statement),
        pk,
    )
