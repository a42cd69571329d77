"""What of each kind of record is searched: its names, its texts, and the facts that a result shows."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet

from guide.models import (
    Belief,
    Chapter,
    Course,
    Criterion,
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
from guide.models.text import LANGUAGES, in_its_letters
from guide.search.plain_text import chapter_sections, plain_text
from guide.texts.chapter_parts import anchor_of

Pks = Collection[int] | None  # None: all records of the kind
HELD = 10  # records


class SearchedText(NamedTuple):
    """A record, or a part of it, in one language."""

    kind: str
    pk: int
    slug: str
    language: str
    name: str
    text: str
    facts: dict[str, Any]
    # Other names, one a line; words beside them that are no name.
    other_names: tuple[str, ...] = ()
    other_words: str = ""
    part: int = 0
    anchor: str = ""


Build = Callable[[Pks], Iterable[SearchedText]]


def chosen_rows(rows: QuerySet, pks: Pks) -> Iterator[Any]:
    """Records by their keys, a few in memory at a time: their texts may be long."""
    chosen = rows if pks is None else rows.filter(pk__in=pks)
    return chosen.order_by("pk").iterator(chunk_size=HELD)


def lines_of(record: Any, language: str, fields: Iterable[str]) -> str:
    """The texts of some fields in one language, without markup."""
    texts = (getattr(record, f"{name}_{language}") for name in fields)
    return "\n".join(plain_text(text) for text in texts if text)


def in_both_languages(
    kind: str, record: Any, fields: Iterable[str], **more: Any
) -> Iterator[SearchedText]:
    """The record in each language in which it has a name."""
    for language in LANGUAGES:
        if name := getattr(record, f"name_{language}"):
            facts = more.get("facts", {})
            others = more.get("other_names", ())
            text = lines_of(record, language, fields)
            if extra := more.get("texts", {}).get(language):
                text = f"{text}\n{extra}"
            yield SearchedText(
                kind, record.pk, record.slug, language, name, text, facts, others
            )


def plain_kind(model: Any, *fields: str) -> Build:
    """A kind of which all published records are searched, by these texts."""

    def build(pks: Pks) -> Iterator[SearchedText]:
        kind = model._meta.model_name
        for record in chosen_rows(model.objects.published(), pks):
            yield from in_both_languages(kind, record, fields)

    return build


def skill_texts(pks: Pks) -> Iterator[SearchedText]:
    skills = Skill.objects.published().select_related("category")
    for skill in chosen_rows(skills, pks):
        group = skill.category
        facts = {"group_en": group.name_en, "group_zh": group.name_zh}
        others = tuple(skill.alias_list)
        texts = ["summary", "body"]
        yield from in_both_languages(
            "skill", skill, texts, facts=facts, other_names=others
        )


def step_texts(pks: Pks) -> Iterator[SearchedText]:
    criteria = Criterion.objects.filter(retired_on=None).order_by("order", "pk")
    steps = Step.objects.of_today().prefetch_related(
        Prefetch("criteria", criteria, to_attr="criteria_of_today")
    )
    for step in chosen_rows(steps, pks):
        facts = {"hours": [step.hours_low, step.hours_high]}
        done = {
            code: "\n".join(
                plain_text(getattr(each, f"text_{code}"))
                for each in step.criteria_of_today
            )
            for code in LANGUAGES
        }
        texts = ["summary", "body", "project"]
        yield from in_both_languages("step", step, texts, facts=facts, texts=done)


CHAPTER_TEXTS = ["summary", "answer", "body", "example", "next_step", "others_wrote"]


def chapter_texts(pks: Pks) -> Iterator[SearchedText]:
    """Each chapter as a whole, and each of its parts."""
    for chapter in chosen_rows(Chapter.objects.published(), pks):
        yield from in_both_languages("chapter", chapter, CHAPTER_TEXTS)
        for language in LANGUAGES:
            sections = chapter_sections(getattr(chapter, f"body_{language}"))
            facts = {"chapter": getattr(chapter, f"name_{language}") or chapter.name_en}
            for part, (name, text) in enumerate(sections, 1):
                yield SearchedText(
                    "chapter", chapter.pk, chapter.slug, language, name, text, facts,
                    part=part, anchor=anchor_of(part),
                )  # fmt: skip


# What learners call courses of a kind, of a level and of a price, in both languages.
KIND_WORDS = {
    "course": "course 课程 教程",
    "specialization": "specialization course 专项课程",
    "professional-certificate": "professional certificate course 专业证书 课程",
    "degree": "degree master bachelor 学位 课程",
    "bootcamp": "bootcamp course 训练营 课程",
    "certification-exam": "certification exam certificate 认证 考试",
    "book": "book textbook 书 书籍 教材",
    "tutorial": "tutorial course 教程 课程",
    "practice": "practice exercises 练习",
    "project": "project 项目",
}
LEVEL_WORDS = {
    "beginner": "beginner basics introduction 入门 初级 零基础 基础",
    "intermediate": "intermediate 中级",
    "advanced": "advanced 高级 进阶",
}


def course_texts(pks: Pks) -> Iterator[SearchedText]:
    courses = Course.objects.published().filter(replaced_by=None)
    rows = chosen_rows(courses.select_related("provider"), pks)
    for course in rows:
        notes = {code: getattr(course, f"note_{code}") for code in LANGUAGES}
        own = course.language if course.language in LANGUAGES else "en"
        languages = dict.fromkeys([own, *(code for code in LANGUAGES if notes[code])])
        for language in languages:
            yield SearchedText(
                "course", course.pk, course.slug, language, course.title,
                plain_text(notes[language]), course_facts(course),
                other_words=course_words(course),
            )  # fmt: skip


def course_words(course: Course) -> str:
    words = [
        course.provider.name_en,
        course.provider.name_zh,
        course.institution,
        course.instructors,
        KIND_WORDS[course.kind],
        LEVEL_WORDS[course.difficulty],
        "free 免费" if course.free_to_study else "",
        "certificate 证书" if course.certificate else "",
    ]
    return " ".join(words)


def course_facts(course: Course) -> dict[str, Any]:
    return {
        "provider_en": course.provider.name_en,
        "provider_zh": course.provider.name_zh,
        "hours": [course.hours_low, course.hours_high],
        "price": None if course.price is None else str(course.price),
        "currency": course.currency,
        "period": course.price_period,
        "free": course.free_to_study,
        "title": course.language,
    }


def source_texts(pks: Pks) -> Iterator[SearchedText]:
    for source in chosen_rows(Source.objects.published(), pks):
        own = in_its_letters(source.title).language
        titles = {"en": source.title, "zh": source.title_zh or source.title}
        publishers = {
            "en": source.publisher,
            "zh": source.publisher_zh or source.publisher,
        }
        for language, title in titles.items():
            text = lines_of(source, language, ["summary", "body"])
            facts = {
                "publisher": publishers[language],
                "title": in_its_letters(title).language,
            }
            if text or language == own or source.title_zh:
                yield SearchedText(
                    "source", source.pk, source.slug, language, title, text,
                    facts, other_words=source_words(source),
                )  # fmt: skip


def source_words(source: Source) -> str:
    """Who wrote and published it, and what it is called in the other language."""
    called = f"{source.title} {source.title_zh}"
    return f"{source.author} {source.publisher} {source.publisher_zh} {called}"


def roadmap_texts(pks: Pks) -> Iterator[SearchedText]:
    texts = ["audience", "summary", "assumes", "outcome", "body"]
    for roadmap in chosen_rows(Roadmap.objects.published(), pks):
        facts = {
            "audience_en": roadmap.audience_en,
            "audience_zh": roadmap.audience_zh,
        }
        yield from in_both_languages("roadmap", roadmap, texts, facts=facts)


# The kinds that have a table, in the order of their importance among equals.
RECORDS: dict[str, Build] = {
    "role": plain_kind(Role, "summary", "body", "duties", "day_in_life", "note"),
    "roadmap": roadmap_texts,
    "skill": skill_texts,
    "step": step_texts,
    "question": plain_kind(Question, "topic", "body"),
    "chapter": chapter_texts,
    "belief": plain_kind(Belief, "body"),
    "term": plain_kind(Term, "body"),
    "course": course_texts,
    "employer": plain_kind(Employer, "kind", "body", "where", "juniors"),
    "industry": plain_kind(Industry, "examples", "body"),
    "source": source_texts,
}
