"""Pages reach browsers without the indentation of the templates; mails and what people typed keep every space."""

import pytest
from django.conf import settings
from django.template import Context, Engine, engines
from django.template.autoreload import get_template_directories


@pytest.fixture
def rendered(tmp_path):
    engine = Engine(
        dirs=[tmp_path],
        debug=True,
        loaders=[
            (
                "careerpath.template_loader.Loader",
                ["django.template.loaders.filesystem.Loader"],
            )
        ],
        libraries={"i18n": "django.templatetags.i18n"},
    )

    def rendered(source, name="page.html", **context):
        (tmp_path / name).write_text(source)
        engine.template_loaders[0].reset()
        return engine.get_template(name).render(Context(context))

    return rendered


def test_lines_lose_their_indentation_and_keep_their_newline(rendered):
    source = (
        '<ul>\n  <li\n    class="one"\n  >\n\n    Words\n\tand  words</li>\n</ul>\n'
    )

    assert (
        rendered(source) == '<ul>\n<li\nclass="one"\n>\nWords\nand  words</li>\n</ul>\n'
    )
    assert rendered(source, "mark.svg") == rendered(source)


def test_the_wide_space_of_chinese_is_text(rendered):
    assert rendered("<p>\n  \u3000\u3000起\n</p>") == "<p>\n\u3000\u3000起\n</p>"


def test_lines_of_comments_leave_nothing(rendered):
    comments = "{# Needs: x. #}\n{# More. #}\n{% load i18n %}\n"
    source = (
        comments
        + "<p>\n  {# Why. #}\n  a\n  {% comment %}\n  b\n  {% endcomment %}\n</p>"
    )

    assert rendered(source) == "<p>\na\n</p>"
    assert rendered("a{% with b=1 %}\n  {# Why. #}\n  b\n{% endwith %}") == "a\nb\n"


@pytest.mark.parametrize(("shown", "page"), [(True, "a\nb\nd"), (False, "a\nc\nd")])
def test_words_on_both_sides_of_a_tag_stay_apart(rendered, shown, page):
    source = "a\n{% if shown %}\n  b\n{% else %}\n  c\n{% endif %}\nd"

    assert rendered(source, shown=shown) == page


@pytest.mark.parametrize(
    ("source", "shown", "page"),
    [
        ("a\n{% if shown %}\n  b{% endif %}\nd", True, "a\nb\nd"),
        ("a\n{% if shown %}\n  b{% endif %}\nd", False, "a\n\nd"),
        ("a {% if shown %}\n  b\n{% endif %}\nd", False, "a \nd"),
        ("a {% if shown %}\n  b\n{% endif %}\nd", True, "a \nb\n\nd"),
        ("a\n{% for n in 'xy' %}\n  {{ n }}\n{% endfor %}\nd", True, "a\nx\ny\nd"),
        ("a\n{% for n in 'xy' %}\n  {{ n }}{% endfor %}\nd", True, "a\n\nx\ny\nd"),
        (
            "a\n{% for n in '' %}\n  {{ n }}\n{% empty %}\n  e\n{% endfor %}\nd",
            True,
            "a\ne\nd",
        ),
        ("a\n{% with n=1 %}\n  {{ n }}\n{% endwith %}\nd", True, "a\n1\nd"),
    ],
)
def test_one_newline_is_enough_around_a_tag_and_none_is_lost(
    rendered, source, shown, page
):
    assert rendered(source, shown=shown) == page


def test_every_branch_and_every_turn_begins_with_its_newline(rendered):
    branches = (
        "{% if n == 1 %}\n  a\n{% elif n == 2 %}\n  b\n{% else %}\n  c\n{% endif %}"
    )
    source = f"x{{% for n in numbers %}}{branches}{{% endfor %}}"

    assert rendered(source, numbers=[1, 2, 3]) == "x\na\n\nb\n\nc\n"


@pytest.mark.parametrize("tag", ["pre", "textarea"])
def test_what_people_typed_keeps_its_spaces(rendered, tag):
    kept = f"<{tag} rows='{{{{ rows }}}}'>\n  a\n\n{{% if rows %}}  b\n    c{{% endif %}}\n  </{tag}>"

    assert rendered(f"  <p>\n  {kept}\n  </p>", rows=8) == (
        f"  <p>\n<{tag} rows='8'>\n  a\n\n  b\n    c\n  </{tag}>\n</p>"
    )


def test_mails_and_messages_keep_their_text(rendered):
    mail = "\n\n  Hello,\n\n  {# why #}\n    good-bye\n"

    assert rendered(mail, "mail.txt") == mail.replace("{# why #}", "")
    assert (
        rendered(
            "{% load i18n %}{% blocktranslate %}\n    a\n\n    b{% endblocktranslate %}"
        )
        == "\n    a\n\n    b"
    )


def test_the_error_page_shows_the_lines_of_the_file(rendered):
    source = "{# Needs: nothing. #}\n\n<ul>\n  <li>\n    {% include missing %}\n  </li>\n</ul>\n"

    with pytest.raises(Exception, match="missing") as error:
        rendered(source, missing="missing.html")

    assert error.value.template_debug["line"] == 5
    assert (5, "    {% include missing %}\n") in error.value.template_debug[
        "source_lines"
    ]


def test_a_template_is_compiled_once(monkeypatch):
    loader = engines["django"].engine.template_loaders[0]
    loader.reset()
    worked_on = []
    monkeypatch.setattr("careerpath.template_loader.drop_indents", worked_on.append)

    templates = [loader.get_template("base.html"), loader.get_template("base.html")]
    loader.reset()

    assert worked_on == [templates[0].nodelist]
    assert templates[0] is templates[1]


def test_a_change_of_a_template_shows_at_once_while_developing():
    """What runserver watches; the first thing that changes there empties the loader."""
    assert settings.BASE_DIR / "templates" in get_template_directories()
