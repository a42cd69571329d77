"""The pages of a split and a merge as an editor fills them in."""

from django.urls import reverse

from guide.tests.admin_pages import form_of


def page(kind, *steps):
    return (
        reverse(f"admin:guide_step_{kind}")
        + "?"
        + "&".join(f"step={step.pk}" for step in steps)
    )


def new(number, name, **fields):
    values = {
        "name_en": name,
        "name_zh": "",
        "slug": "",
        "hours_low": 5,
        "hours_high": 9,
        **fields,
    }
    return {f"part-{number}-{key}": value for key, value in values.items()}


def halves(old):
    first, second = old.criteria.order_by("order")
    places = {f"criterion-{first.pk}": "part-0", f"criterion-{second.pk}": "part-1"}
    return {**new(0, "Left"), **new(1, "Right"), **places}


def ask(desk, address, do="preview", **typed):
    return desk.post(address, {**form_of(desk.get(address)), **typed, "do": do})
