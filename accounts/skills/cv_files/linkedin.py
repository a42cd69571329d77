"""The text of LinkedIn's own export: columns that say what somebody can do, of a few of its files.

The full archive holds messages and contacts, too. Those files are never opened.
"""

import csv
import io

from accounts.skills.cv_files.archive import Archive
from accounts.skills.cv_files.bounds import MOST_ROWS, BoundedText, UnreadableFile
from accounts.skills.cv_files.plain import decoded

# By file; names of columns as the export writes them. The names of firms are left out: some are skills, too.
COLUMNS = {
    "Skills.csv": ("Name",),
    "Profile.csv": ("Headline", "Summary"),
    "Positions.csv": ("Title", "Description"),
    "Projects.csv": ("Title", "Description"),
    "Certifications.csv": ("Name",),
    "Courses.csv": ("Name",),
    "Education.csv": ("Degree Name", "Notes", "Activities"),
}
# One name a row: together they read as the list that they are.
LISTS = ("Skills.csv",)


def is_linkedin(archive: Archive) -> bool:
    return bool(exported(archive))


def exported(archive: Archive) -> dict[str, str]:
    """The members to read, by the name of their file."""
    return {
        base: member
        for member in sorted(archive.names)
        if (base := member.rpartition("/")[2]) in COLUMNS
    }


def linkedin_text(archive: Archive) -> str:
    members, text = exported(archive), BoundedText()
    for file, columns in COLUMNS.items():
        if file not in members:
            continue
        values = table_values(decoded(archive.read(members[file])), columns)
        for line in [", ".join(values)] if file in LISTS else values:
            text.add(line)
    return str(text)


def table_values(table: str, columns: tuple[str, ...]) -> list[str]:
    values: list[str] = []
    try:
        for number, row in enumerate(csv.DictReader(io.StringIO(table))):
            if number == MOST_ROWS:
                raise UnreadableFile("many rows")
            values += [value for name in columns if (value := row.get(name))]
    except csv.Error as error:
        raise UnreadableFile("broken") from error
    return values
