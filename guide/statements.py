"""What a source says, statement by statement, and the places of the guide where each is used."""

from dataclasses import dataclass, field

from django.db.models import F, Value
from django.utils.translation import gettext as _

from guide.markdown import address_of
from guide.models import (
    Belief,
    Chapter,
    Citation,
    Course,
    Employer,
    Industry,
    Question,
    Roadmap,
    Role,
    Skill,
    Source,
    Step,
    Term,
)
from guide.models.text import Text, active_language

NAMED = (Belief, Chapter, Employer, Industry, Question, Roadmap, Role, Skill, Step, Term)


@dataclass
class Place:
    name: str
    address: str


@dataclass
class Statement:
    passage: str
    places: list[Place] = field(default_factory=list)


def names() -> dict[tuple[str, str], str]:
    """The name of everything that can cite a source and is published, by kind and slug: one query."""
    parts = [
        model.objects.published().values_list(Value(model._meta.model_name), "slug", "name_en", "name_zh").order_by()
        for model in NAMED
    ]
    courses = Course.objects.published().values_list(Value("course"), "slug", F("title"), Value("")).order_by()
    chinese = active_language() == "zh"
    return {
        (kind, slug): Text(zh, "zh") if chinese and zh else Text(en, "en")
        for kind, slug, en, zh in courses.union(*parts, all=True)
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


def statements_of(source: Source) -> list[Statement]:
    """Numbered statements in the order of the source, then what is cited without a number. Two queries."""
    known, pages = names(), page_names()
    found: dict[tuple, Statement] = {}
    citations = Citation.objects.filter(source=source).order_by("pk")
    for citation in sorted(
        citations, key=lambda citation: (citation.statement == "", statement_number(citation.statement))
    ):
        name = (
            pages.get(citation.subject_slug)
            if citation.subject == "page"
            else known.get((citation.subject, citation.subject_slug))
        )
        address = address_of(citation.subject, citation.subject_slug)
        if name and address:
            statement = found.setdefault((citation.statement, citation.passage_en), Statement(citation.passage))
            statement.places.append(Place(name, address))
    return list(found.values())


def statement_number(statement: str) -> tuple:
    return (int(statement), "") if statement.isdigit() else (10**6, statement)
