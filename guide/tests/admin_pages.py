"""Pages of the admin as a browser without scripts uses them: what stands in the form is what is sent."""

from django.urls import reverse
from lxml.html import fromstring


def forms_of(html):
    """What each form of a page that is sent with POST would send."""
    return [sent_by(form) for form in fromstring(html).forms if form.method == "POST"]


def sent_by(form):
    empty = {field.name: "" for field in form.inputs if is_typed(field)}
    areas = {field.name for field in form.inputs if field.tag == "textarea"}
    return empty | {
        name: with_line_ends(value) if name in areas else value
        for name, value in form.form_values()
    }


def is_typed(field):
    """Whether it is sent though nothing was typed."""
    if field.tag != "input" or not field.name:
        return False
    return not field.checkable and field.type not in ("submit", "button", "file")


def with_line_ends(text):
    """A browser drops the first line end of a text area and sends the others in two characters."""
    text = text.removeprefix("\r\n").removeprefix("\n")
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def form_of(response):
    """What the page's own form would send: the first one is the button to sign out."""
    return forms_of(response.text)[-1]


def change_url(row):
    return reverse(f"admin:guide_{row._meta.model_name}_change", args=[row.pk])


def list_url(model):
    return reverse(f"admin:guide_{model._meta.model_name}_changelist")


def add_url(model):
    return reverse(f"admin:guide_{model._meta.model_name}_add")


def open_form(client, row):
    return form_of(client.get(change_url(row)))


def save_form(client, row, form, **changes):
    """The answer to a save: a redirect where it was saved, the page with what is wrong where it was not."""
    return client.post(change_url(row), {**form, **changes, "_continue": "1"})


def state_of(row):
    """Everything that the database holds of a row."""
    return type(row).objects.filter(pk=row.pk).values().get()


def rows_of(owner, relation):
    return list(getattr(owner, relation).order_by("pk").values())


def text_of(response):
    return response.content.decode()


def chosen(form):
    return {name: value for name, value in form.items() if name.endswith("-choose")}


def refused(answer, *words):
    """Those of the words that the page does not say; a form was there to say them."""
    assert answer.status_code == 200
    return [word for word in words if word not in text_of(answer)]
