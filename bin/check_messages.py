"""Every visible string is in the catalogue and translated into good Chinese; each .mo is compiled from its .po."""

import re
import sys
from io import BytesIO
from pathlib import Path

import allauth
import django
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))  # where the rules for Chinese texts are

from guide.sync.chinese_text import typography_faults  # noqa: E402

FOLDER = ROOT / "careerpath" / "locale" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
# The argument of the filter `yesno`: its commas are no punctuation.
WORDS_OF_YESNO = re.compile(r"\w+(,\w+)+")
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
KEYWORDS = {
    *DEFAULT_KEYWORDS,
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy",
    "pgettext_lazy",
}


def used():
    """Every string that code and templates ask for, with its context, and where."""
    for folder in ("accounts", "careerpath", "guide", "operations", "web"):
        for path in (ROOT / folder).rglob("*.py"):
            if "tests" not in path.parts:
                yield from strings(path.read_text(), path)
    for path in [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "templates").rglob("*.txt"),
    ]:
        # Read as Python, where the indentation of HTML would be an error.
        yield from strings(
            INDENT.sub("", templatize(path.read_text(), origin=str(path))), path
        )


def strings(text, path):
    for _, function, message, _ in extract_python(
        BytesIO(text.encode()), KEYWORDS, [], {"encoding": "utf-8"}
    ):
        parts = list(message) if isinstance(message, tuple) else [message]
        context = parts.pop(0) if "pgettext" in (function or "") else None
        if parts[0]:
            yield (parts[0], context), path.relative_to(ROOT)


def translated(message):
    return all(chinese_of(message)) and not message.fuzzy


def chinese_of(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def typography(catalogue):
    """What a machine can see is wrong with the Chinese of a catalogue."""
    for message in catalogue:
        if message.id and not WORDS_OF_YESNO.fullmatch(singular(message.id)):
            for text in chinese_of(message):
                for fault in typography_faults(text):
                    yield f"{singular(message.id)}: the Chinese has {fault}"


def singular(message_id):
    return message_id[0] if isinstance(message_id, (tuple, list)) else message_id


def key_of(message):
    """A message with another context is another one."""
    return singular(message.id), message.context


def catalogue_of(file, read):
    return {key_of(message): message.string for message in read(file) if message.id}


def faults():
    catalogues = {domain: catalogue_at(FOLDER / f"{domain}.po") for domain in DOMAINS}
    yield from untranslated(catalogues["django"])
    yield from unused(catalogues["django"])
    for domain, catalogue in catalogues.items():
        yield from typography(catalogue)
        if entries_in(FOLDER / f"{domain}.po") > len(list(catalogue)):
            yield f"{domain}.po says a message twice: gettext’s own tools refuse that"
        if not is_compiled(catalogue, FOLDER / f"{domain}.mo"):
            yield f"{domain}.mo is not compiled from {domain}.po: run make messages"


def entries_in(path):
    """How many messages a catalogue lists, its header among them; Babel reads two of one as one."""
    return len(re.findall(r'^msgid "', path.read_text(), re.MULTILINE))


def catalogue_at(path):
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def untranslated(catalogue):
    known = {key_of(message): translated(message) for message in catalogue}
    for key, path in used():
        if not known.get(key):
            words = "not translated" if key in known else "not in the catalogue"
            yield f"{path}: {words}: {' of '.join(filter(None, key))}"


def unused(catalogue):
    """What nothing asks for any more. Words of Django and django-allauth may stand here in better Chinese."""
    asked = {key for key, _path in used()}
    for package in (django, allauth):
        for path in Path(package.__file__).parent.rglob("locale/en/**/*.po"):
            with path.open("rb") as file:
                asked |= {key_of(message) for message in read_po(file)}
    for message in catalogue:
        if message.id and key_of(message) not in asked:
            yield f"nothing asks for it: {singular(message.id)}"


def is_compiled(catalogue, path):
    fresh = BytesIO()
    write_mo(fresh, catalogue)
    fresh.seek(0)
    with path.open("rb") as file:
        return catalogue_of(file, read_mo) == catalogue_of(fresh, read_mo)


def main():
    found = list(dict.fromkeys(faults()))
    verdict = "every string is translated, and its Chinese keeps to the rules"
    print("\n".join(found) or verdict)  # noqa: T201  this is a command
    return 1 if found else 0


if __name__ == "__main__":
    from django.conf import settings

    settings.configure(USE_I18N=True)
    django.setup()
    sys.exit(main())
