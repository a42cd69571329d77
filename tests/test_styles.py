"""Stylesheets and templates stay small, and every selector is used."""

import re

import pytest

from tests.served import ROOT

SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
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
    assert (
        re.match(r"(/\*.*?\*/\s*)?@layer ", text, re.DOTALL)
        or sheet.name == "admin.css"
    )


def test_no_template_is_long():
    lengths = {
        path.relative_to(ROOT / "templates").as_posix(): path.read_text().count("\n")
        for path in TEMPLATES
    }

    assert {name: length for name, length in lengths.items() if length > 120} == {}
    assert lengths["base.html"] < 80


def written():
    """All words inside the quotes of templates, Python and scripts: classes, ids and attributes that pages can have."""
    sources = [
        *TEMPLATES,
        *(ROOT / "static/js").glob("*.js"),
        *(ROOT / "templates").rglob("*.svg"),
    ]
    sources += [*(ROOT / "web").rglob("*.py")]
    sources += [*(ROOT / "guide").rglob("*.py"), *(ROOT / "accounts").rglob("*.py")]
    text = "\n".join(path.read_text() for path in sources if "tests" not in path.parts)
    return set(re.findall(r"[A-Za-z][\w-]*", text))


@pytest.mark.parametrize(
    "sheet",
    [path for path in SHEETS if path.name != "admin.css"],
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
    computed |= {f"level--{n}" for n in range(1, 5)}
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
