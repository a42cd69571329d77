"""Which model stands in which fixture file, in the order in which they load."""

from pathlib import Path

from django.apps import apps

FILES = {
    "01_sources": ["source", "website"],
    "02_skills": ["track", "category", "skill", "skillprerequisite", "mention"],
    "03_roles": ["role", "roleneighbour", "requirement"],
    "04_steps": ["step", "stepprerequisite", "stepsuccessor", "stepskill", "criterion"],
    "05_roadmaps": ["roadmap", "stage", "stop", "background", "backgroundskill"],
    "06_courses": [
        "provider",
        "course",
        "courseskill",
        "courseprerequisite",
        "stepcourse",
    ],
    "07_salaries": ["occupation", "occupationrole", "surveytitle", "salary"],
    "08_rates": ["exchangerate", "pricelevel", "priceindex"],
    "09_market": [
        "fact",
        "outlooknumber",
        "outlooknumberfact",
        "industry",
        "employer",
    ],
    "10_chapters": ["chapter", "question", "belief", "beliefstep", "term", "reading"],
    "11_citations": ["citation"],
    "12_other_names": ["othername"],
    "13_site_pages": ["sitepage"],
}
ENDINGS = (".json", ".jsonl", ".json.gz", ".jsonl.gz")


def content_models():
    """Every model that fixtures hold, each after the models that it points to."""
    return [apps.get_model("guide", name) for names in FILES.values() for name in names]


def model_names_in(file: str) -> list[str]:
    """The models whose records stand in a file. One with a name of its own may hold any."""
    return FILES.get(file) or [name for names in FILES.values() for name in names]


def is_fixture(path: Path) -> bool:
    return path.name.endswith(ENDINGS)


def fixture_files(paths: list[Path]) -> list[Path]:
    """The files named, and those of the folders named, in load order."""
    found: list[Path] = []
    for path in paths:
        found += sorted(filter(is_fixture, path.iterdir())) if path.is_dir() else [path]
    return found


def file_stem(path: Path) -> str:
    """06_courses for any form of that file. The database remembers it as the file that a record came from."""
    return path.name.partition(".")[0]
