"""The editors' desk: one module per family of models, named like the models' files."""

from django.contrib import admin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from guide.admin import (
    background,
    chapter,
    conflict,
    course,
    desk,
    link,
    loaded_record,
    market,
    rate,
    report,
    revision,
    roadmap,
    role,
    salary,
    search,
    skill,
    source,
    step,
    texts,
)

__all__ = [
    "background",
    "chapter",
    "conflict",
    "course",
    "desk",
    "link",
    "loaded_record",
    "market",
    "rate",
    "report",
    "revision",
    "roadmap",
    "role",
    "salary",
    "search",
    "skill",
    "source",
    "step",
    "texts",
]

admin.site.site_header = admin.site.site_title = _("careerpath: the editors’ desk")
admin.site.index_title = _("What needs work today")
admin.site.site_url = reverse_lazy("guide:home")
