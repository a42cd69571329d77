"""Pages of the admin as a browser without scripts uses them: what stands in the form is what is sent."""

from html.parser import HTMLParser

from django.urls import reverse


class FormReader(HTMLParser):
    """The successful controls of every form on a page that is sent with POST."""

    def __init__(self):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            self.form = {} if at.get("method") == "post" else None
            self.forms += [] if self.form is None else [self.form]
        elif self.form is None or (not at.get("name") and tag != "option"):
            return
        elif tag == "input" and at.get("type") not in ("submit", "button"):
            if at.get("type") not in ("checkbox", "radio") or "checked" in at:
                self.form[at["name"]] = at.get(
                    "value", "on" if at.get("type") == "checkbox" else ""
                )
        elif tag == "select":
            self.select = at["name"]
            if "multiple" not in at:
                self.form.setdefault(self.select, "")
        elif tag == "option" and self.select and "selected" in at:
            self.form[self.select] = at.get("value", "")
        elif tag == "textarea":
            self.area = at["name"]
            self.form[self.area] = ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            text = self.form[self.area]
            self.form[self.area] = (
                text.removeprefix("\r\n").removeprefix("\n").replace("\n", "\r\n")
            )
            self.area = None

    def handle_data(self, data):
        if self.area and self.form is not None:
            self.form[self.area] += data


def form_of(response):
    """What the page's own form would send: the first one is the button to sign out."""
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader.forms[-1]


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
