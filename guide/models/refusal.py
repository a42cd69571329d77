"""Why a draft was not published: kept as a code with values, so that each reader is told in their own language."""

import json

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.translation import gettext_lazy as _

REASONS = {
    "gone": _("This record no longer exists."),
    "made-meanwhile": _("Somebody else has made this record meanwhile."),
    "over": _("This draft does not wait any more."),
    "breaks-rule": _("Together with what is on the site now, this breaks a rule."),
    "points-nowhere": _(
        "%(field)s: “%(key)s” is no longer there, so nothing can point to it."
    ),
    "own-draft": _(
        "You wrote a part of this draft, so somebody else has to publish it."
    ),
    "own-record": _(
        "You wrote a part of what this draft brings onto the site, so somebody else has to publish it."
    ),
    "not-approved": _("Nobody else has approved what it says now."),
    "planner": _(
        "Whoever set its time may not publish such records any more. Somebody who may has to set the time anew."
    ),
}


class Refusal(ValidationError):
    """`values`: what JSON can hold; a field stands as guide.course.provider."""

    def __init__(self, code: str, **values: str):
        super().__init__(REASONS[code], code, told_values(values))
        self.values = values


def told_values(values: dict[str, str]) -> dict[str, str]:
    return {
        name: column_name(value) if name == "field" else value
        for name, value in values.items()
    }


def column_name(path: str) -> str:
    """Its name for readers; the last part of the path where there is no such field any more."""
    label, _dot, name = path.rpartition(".")
    try:
        return apps.get_model(label)._meta.get_field(name).verbose_name
    except (LookupError, ValueError, FieldDoesNotExist):
        return name


def kept_refusal(error: ValidationError) -> str:
    """To be stored. What is no refusal of ours stays in the words that it has now."""
    known = [
        [each.code, each.values] if isinstance(each, Refusal) else ["", words]
        for each, words in zip(error.error_list, error.messages, strict=True)
    ]
    return json.dumps(known, ensure_ascii=False)


def told_refusal(kept: str) -> str:
    """In the language of the reader. A text that was kept before there were codes stays as it is."""
    try:
        known = json.loads(kept)
        return " ".join(told(code, values) for code, values in known)
    except (ValueError, TypeError, KeyError):
        return kept


def told(code: str, values) -> str:
    return str(REASONS[code]) % told_values(values) if code else values
