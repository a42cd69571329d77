"""Our form pack: labels, help and errors find each other, for eyes and for screen readers."""

import re

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Hidden, Layout, Submit
from django import forms
from django.template import Context, Template
from django.utils import translation


class Example(forms.Form):
    name = forms.CharField(label="Name", help_text="As in your passport.")
    colour = forms.ChoiceField(
        label="Colour", choices=[("r", "red"), ("b", "blue")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="I agree")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.data.get("name") == "<script>":
            self.add_error(None, "Not <b>that</b>.")


def through_filter(form):
    return Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(
        Context({"form": form})
    )


def through_tag(form, **context):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(
        Context({"form": form, **context})
    )


def ids(html):
    return re.findall(r' id="([^"]+)"', html)


def described(html):
    return " ".join(re.findall(r'aria-describedby="([^"]*)"', html)).split()


@pytest.mark.parametrize(
    "data", [None, {}, {"name": "<script>"}], ids=["new", "empty", "faulty"]
)
def test_every_description_that_a_field_names_is_there_once(data):
    html = through_filter(Example(data))

    assert len(ids(html)) == len(set(ids(html)))
    assert set(described(html)) <= set(ids(html))
    assert ("id_name_helptext" in described(html)) is True
    assert ("id_name_error" in described(html)) is (data == {})


def test_the_summary_names_each_fault_and_leads_to_its_field():
    html = through_filter(Example({}))
    summary = html[html.index('class="form-errors"') : html.index("</div>")]

    assert re.findall(r'href="#([^"]+)"', summary) == [
        "id_name",
        "id_colour",
        "id_agree",
    ]
    assert {"id_name", "id_colour", "id_agree"} <= set(ids(html))
    assert summary.count("This field is required.") == 3
    assert 'role="alert"' in summary


def test_what_belongs_to_no_field_stands_in_the_summary_escaped():
    html = through_filter(Example({"name": "<script>", "colour": "r", "agree": "on"}))

    assert "<li>Not &lt;b&gt;that&lt;/b&gt;.</li>" in html
    assert 'value="&lt;script&gt;"' in html


def test_faulty_fields_say_so_and_sound_ones_do_not():
    html = through_filter(Example({"colour": "r", "agree": "on"}))

    assert html.count('aria-invalid="true"') == 1
    assert re.search(r'name="name"[^>]*aria-invalid="true"', html)
    assert html.count("field--wrong") == 1


def test_required_fields_are_marked_in_words_and_for_the_browser():
    html = through_filter(Example())

    assert html.count('class="field__required"') == 3
    assert re.findall(r'<(?:input|textarea)[^>]*name="(\w+)"[^>]* required', html) == [
        "name",
        "colour",
        "colour",
        "agree",
    ]


def test_choices_are_a_fieldset_with_a_legend():
    html = through_filter(Example())

    assert re.search(r'<fieldset\s+class="field[^"]*"\s*>\s*<legend>Colour', html)
    assert html.count("<label") - html.count('for="id_colour_') == 3


def test_a_hidden_field_has_no_label():
    assert 'for="id_token"' not in through_filter(Example())


def test_no_summary_where_nothing_is_wrong():
    assert "form-errors" not in through_filter(Example())
    assert "form-errors" not in through_filter(
        Example({"name": "Ada", "colour": "r", "agree": "on"})
    )


def test_the_words_of_the_pack_are_translated():
    with translation.override("zh-hans"):
        assert "<strong>请检查：</strong>" in through_filter(Example({}))


def test_a_helper_makes_the_whole_form():
    form = Example({})
    form.helper = FormHelper()
    form.helper.form_class = "form"
    form.helper.form_action = "/somewhere/"
    form.helper.layout = Layout(
        Fieldset("Who", "name", css_id="who"),
        Div("colour", "agree", css_class="pair"),
        Hidden("place", "here"),
        Submit("save", "Save it"),
    )

    html = through_tag(form, csrf_token="the-token")

    assert re.search(
        r'<form\s[^>]*action="/somewhere/"\s[^>]*class="form"\s[^>]*method="post"\s*>',
        html,
    )
    assert 'name="csrfmiddlewaretoken" value="the-token"' in html
    assert re.search(r'<fieldset\s+class="fieldset"\s+id="who"\s*>', html)
    assert "<legend>Who</legend>" in html
    assert re.search(r'<div\s+class="pair"\s*>', html)
    assert re.search(r'<input\s+type="hidden"\s+name="place"\s+value="here"', html)
    assert re.search(
        r'<button\s+class="button primary[^"]*"\s+type="submit"\s+name="save"[^>]*>Save it</button>',
        html,
    )
    assert html.count("form-errors") == 1
    assert "id_note" not in html


def test_buttons_of_a_helper_stand_below_the_fields():
    form = Example()
    form.helper = FormHelper()
    form.helper.disable_csrf = True
    form.helper.add_input(Submit("save", "Save it"))

    html = through_tag(form)

    assert html.index("id_note") < html.index("Save it")
    assert "csrfmiddlewaretoken" not in html
