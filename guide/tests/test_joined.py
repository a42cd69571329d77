import pytest
from django.template import Context, Template
from django.utils.translation import override


def rendered(template, **context):
    return Template("{% load guide %}" + template).render(Context(context))


def test_no_space_comes_between_the_lines_of_a_joined_block():
    template = """
      {% joined %}
        {% for part in parts %}
          <b>{{ part }}</b>
          {% if not forloop.last %}, {% endif %}
        {% endfor %}
      {% endjoined %}
    """

    assert rendered(template, parts=["one", "two"]).strip() == "<b>one</b>, <b>two</b>"


def test_what_a_variable_says_keeps_its_lines_and_stays_escaped():
    assert (
        rendered("{% joined %}\n{{ text }}\n{% endjoined %}", text=" a\n<b> ")
        == " a\n&lt;b&gt; "
    )


@pytest.mark.parametrize(
    ("language", "words"), [("en", "One. Two"), ("zh-hans", "One.Two")]
)
def test_chinese_writes_no_space_between_a_sentence_and_a_link(language, words):
    template = "{% joined %}\n  One.\n  {% sentence_space %}\n  Two\n{% endjoined %}"

    with override(language):
        assert rendered(template) == words
