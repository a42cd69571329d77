"""Stylesheets, templates and scripts stay short in lines and in characters, and every selector is used."""

import re

import pytest

from careerpath.stylesheets import without_spaces
from tests.served import ROOT

SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
PICTURES = sorted((ROOT / "templates").rglob("*.svg"))
# Classes that Django, django-allauth, htmx or crispy-forms write into pages, or that a template computes.
WRITTEN_ELSEWHERE = re.compile(
    r"htmx-|errornote|errorlist|module|form-row|field-|vText|vLarge|submit-row|inline-|tabular|stacked|selector|object-tools"
    r"|related-|select2|aligned|flex-container|fieldBox|login|btn|helptext|breadcrumbs|results|actions|row\d|changelist|readonly"
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_stylesheet_is_short_and_in_a_layer(sheet):
    text = sheet.read_text()

    assert text.count("\n") <= 160
    assert "!important" not in text
    assert re.match(
        r"(/\*.*?\*/\s*)?@layer ", text, re.DOTALL
    ) or sheet.name.startswith("admin")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_stylesheet_has_one_selector_or_declaration_a_line(sheet):
    """Each line by what remains without comments, quotes and brackets."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    text = re.sub(r'"[^"\n]*"', '""', text)
    while text != (text := re.sub(r"\([^()]*\)", "", text)):
        pass
    lines = [line for line in text.splitlines() if line.strip()]
    depth = 0

    for before, line in zip(["", *lines], lines, strict=False):
        depth -= line.strip() == "}"
        goes_on = before.endswith(":") or (
            before.endswith(",") and before.startswith("  " * (depth + 1))
        )
        assert len(line) - len(line.lstrip()) == 2 * (depth + goes_on), line
        assert re.fullmatch(r"[^;{}]*[;{,:]|\s*}", line), line
        assert (
            "," not in line[:-1] or line.endswith(";") or line.lstrip().startswith("@")
        ), line
        depth += line.endswith("{")


def test_no_line_is_long():
    """Of Python ruff says the same."""
    mails = (ROOT / "templates").rglob("*.txt")
    files = [*SHEETS, *TEMPLATES, *PICTURES, *SCRIPTS, *mails]
    longest = {
        path.relative_to(ROOT).as_posix(): max(
            map(len, path.read_text().splitlines()), default=0
        )
        for path in files
    }

    assert {name: length for name, length in longest.items() if length > 120} == {}


def test_no_template_is_long():
    lengths = {
        path.relative_to(ROOT / "templates").as_posix(): path.read_text().count("\n")
        for path in TEMPLATES
    }

    assert {name: length for name, length in lengths.items() if length > 120} == {}
    assert lengths["base.html"] < 80


def written():
    """All words inside the quotes of templates, Python and scripts: classes, ids and attributes that pages can have."""
    sources = [*TEMPLATES, *SCRIPTS, *PICTURES]
    for app in ("web", "guide", "accounts"):
        sources += (ROOT / app).rglob("*.py")
    text = "\n".join(path.read_text() for path in sources if "tests" not in path.parts)
    return set(re.findall(r"[A-Za-z][\w-]*", text))


@pytest.mark.parametrize(
    "sheet",
    [path for path in SHEETS if not path.name.startswith("admin")],
    ids=lambda path: path.name,
)
def test_every_selector_is_used(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", text)
    names = {
        name
        for selector in selectors
        if "@" not in selector
        for name in re.findall(r"[.#]([a-z][\w-]*)", selector)
    }
    computed = {"start", "end", "through"} | {
        f"{letter}{n}" for letter in "tfl" for n in range(1, 8)
    }
    computed |= {f"proof--{stop}" for stop in ("full", "half", "empty")}
    computed |= {
        f"evidence--{kind}" for kind in ("official", "advertised", "published")
    }

    unused = {
        name
        for name in names - written() - computed
        if not WRITTEN_ELSEWHERE.search(name)
    }

    assert unused == set()


def test_colours_are_named_in_one_place():
    strays = {
        sheet.name: re.findall(r"#[0-9a-f]{3,6}\b", sheet.read_text())
        for sheet in SHEETS
        if sheet.name not in ("tokens.css", "admin.css")
    }

    assert {
        name: found for name, found in strays.items() if set(found) - {"#000"}
    } == {}


def test_browsers_get_no_spaces_that_say_nothing():
    css = b"""/* why */
      .a > b,
      .c :hover {
        content: "a {b} ; " / "";
        inline-size: calc(2 * var(--x) - .4rem);
        background:
          linear-gradient(red, blue) 0 / 2em local,
          none;
      }
    """

    assert without_spaces(css) == (
        b'.a>b,.c :hover{content:"a {b} ; "/"";inline-size:calc(2 * var(--x) - .4rem);'
        b"background:linear-gradient(red,blue) 0 / 2em local,none}"
    )
