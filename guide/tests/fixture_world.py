"""A small world as fixture files, which tests change and load."""

import json

from guide.sync.files import FILES
from guide.sync.record_schema import record_schemas
from guide.sync.run import sync

STEM_OF = {f"guide.{name}": stem for stem, names in FILES.items() for name in names}


def course(slug, **fields):
    base = {
        "slug": slug,
        "title": slug.title(),
        "provider": ["coursera"],
        "kind": "course",
        "difficulty": "beginner",
    }
    figures = {
        "languages": "en",
        "url": f"https://courses.example/{slug}",
        "source": ["survey"],
        "checked_on": "2026-08",
        "checked_by": "list",
    }
    return base | figures | fields


def step(slug, **fields):
    return {
        "slug": slug,
        "name_en": slug.title(),
        "track": ["data"],
        "hours_low": 5,
        "hours_high": 9,
        "source": ["survey"],
    } | fields


def stop(step, order, stage="begin", **fields):
    return {
        "roadmap": ["engineer"],
        "stage": ["engineer", stage],
        "step": [step],
        "order": order,
    } | fields


SURVEY = {"source": ["survey"]}


def world():
    """Every kind of field, and every kind of row that belongs to another."""
    return [
        ("guide.source", {
            "slug": "survey", "title": "Survey", "title_zh": "调查", "publisher": "Office", "publisher_zh": "统计局",
            "accessed_on": "2026-08",
        }),
        ("guide.track", {"slug": "data", "name_en": "Data", "order": 1, "colour_light": "#000", "colour_dark": "#fff"}),
        ("guide.category", {"slug": "basics", "name_en": "Basics", "order": 1, "track": ["data"]}),
        ("guide.skill", {"slug": "python", "name_en": "Python", "name_zh": "Python语言", "category": ["basics"]}),
        ("guide.skill", {"slug": "sql", "name_en": "SQL", "category": ["basics"]}),
        ("guide.skillprerequisite", {"skill": ["sql"], "prerequisite": ["python"]}),
        ("guide.role", {"slug": "engineer", "name_en": "Engineer"}),
        ("guide.requirement", {"role": ["engineer"], "skill": ["python"], "level": 3, "importance": "core"}),
        ("guide.step", step("first", body_en="See [the skill](skill:python).")),
        ("guide.step", step("second")),
        ("guide.stepprerequisite", {"step": ["second"], "prerequisite": ["first"]}),
        ("guide.stepskill", {"step": ["first"], "skill": ["python"], "level": 1}),
        ("guide.criterion", {"step": ["first"], "code": "run", "order": 1, "text_en": "run a program"}),
        ("guide.roadmap", {"slug": "engineer", "name_en": "To engineer", "role": ["engineer"]}),
        ("guide.stage", {"roadmap": ["engineer"], "code": "begin", "order": 1, "name_en": "Begin"}),
        ("guide.stage", {"roadmap": ["engineer"], "code": "end", "order": 2, "name_en": "End"}),
        ("guide.stop", stop("first", 1)),
        ("guide.stop", stop("second", 2)),
        ("guide.background", {"slug": "curious", "name_en": "I am curious", "order": 1, "roadmap": ["engineer"]}),
        ("guide.backgroundskill", {"background": ["curious"], "skill": ["python"], "level": 1}),
        ("guide.provider", {"slug": "coursera", "name_en": "Coursera"}),
        ("guide.course", course("snakes")),
        ("guide.course", course("tables", weeks=6)),
        ("guide.courseskill", {"course": ["snakes"], "skill": ["python"], "level": 2}),
        ("guide.courseskill", {"course": ["tables"], "skill": ["sql"], "level": 2}),
        ("guide.exchangerate", {"currency": "EUR", "kind": "spot", "period": "2025", "per_usd": "1"} | SURVEY),
        ("guide.term", {"slug": "model", "name_en": "Model", "name_zh": "模型"}),
        ("guide.citation", {"source": ["survey"], "statement": "s1", "subject": "course", "subject_slug": "snakes"}),
    ]  # fmt: skip


class World:
    """The fixture files of a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.records = {
            (label, record_schemas()[label].key_of(fields)): fields
            for label, fields in world()
        }

    def set(self, label, key, **fields):
        self.records[label, key].update(fields)

    def add(self, label, **fields):
        self.records[label, record_schemas()[label].key_of(fields)] = fields

    def drop(self, label, key):
        return self.records.pop((label, key))

    def write(self):
        files = {}
        for (label, _), fields in self.records.items():
            files.setdefault(STEM_OF[label], []).append(
                {"model": label, "fields": fields}
            )
        for old in self.folder.glob("*.json"):
            old.unlink()
        for stem, records in files.items():
            (self.folder / f"{stem}.json").write_text(
                json.dumps(records, ensure_ascii=False, indent=1)
            )

    def load(self, *names, **options):
        self.write()
        return sync([self.folder / name for name in names] or [self.folder], **options)
