"""Every visible string is in the catalogue and translated, and the .mo is compiled from the .po."""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "careerpath" / "locale" / "zh_Hans" / "LC_MESSAGES"
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
KEYWORDS = {*DEFAULT_KEYWORDS, "gettext_noop", "gettext_lazy", "ngettext_lazy", "pgettext_lazy"}


def used():
    """Every string that code and templates ask for."""
    for folder in ("accounts", "careerpath", "guide"):
        for path in (ROOT / folder).rglob("*.py"):
            if "tests" not in path.parts:
                yield from strings(path.read_text(), path)
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]:
        # Read as Python, where the indentation of HTML would be an error.
        yield from strings(INDENT.sub("", templatize(path.read_text(), origin=str(path))), path)


def strings(text, path):
    for _, function, message, _ in extract_python(BytesIO(text.encode()), KEYWORDS, [], {"encoding": "utf-8"}):
        first = message[1 if "pgettext" in (function or "") else 0] if isinstance(message, tuple) else message
        if first:
            yield first, path.relative_to(ROOT)


def translated(message):
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings) and not message.fuzzy


def singular(message_id):
    return message_id[0] if isinstance(message_id, (tuple, list)) else message_id


def catalogue_of(file, read):
    return {(singular(m.id), m.context): m.string for m in read(file) if m.id}


def faults():
    with (FOLDER / "django.po").open("rb") as file:
        catalogue = read_po(file, locale="zh_Hans")
    known = {singular(message.id): translated(message) for message in catalogue if message.id}
    for text, path in used():
        if not known.get(text):
            yield f"{path}: {'not translated' if text in known else 'not in the catalogue'}: {text}"
    fresh = BytesIO()
    write_mo(fresh, catalogue)
    fresh.seek(0)
    with (FOLDER / "django.mo").open("rb") as file:
        if catalogue_of(file, read_mo) != catalogue_of(fresh, read_mo):
            yield "django.mo is not compiled from django.po: run make messages"


def main():
    found = list(dict.fromkeys(faults()))
    print("\n".join(found) or "every string is translated")  # noqa: T201  this is a command
    return 1 if found else 0


if __name__ == "__main__":
    import django
    from django.conf import settings

    settings.configure(USE_I18N=True)
    django.setup()
    sys.exit(main())
