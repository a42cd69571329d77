from django import forms
from django.shortcuts import get_object_or_404, render

from guide import related
from guide.courses.step_courses import choose_courses
from guide.models import Citation, Report, Step
from web.public import public_page

OTHER_COURSES = 8


class CameFromForm(forms.Form):
    """By which roadmap the reader came to a step; any other value counts as none."""

    route = forms.SlugField(required=False)


@public_page(
    passing=["route"],
    visitor=[
        "place",
        "step buttons",
        "press form",
        "waiting choice",
        "criteria",
        "course",
        "journal",
        "note",
        "links",
        "hours",
    ],
)
def step_detail(request, slug):
    step = get_object_or_404(
        Step.objects.published().with_track().with_details(), slug=slug
    )
    came_from = CameFromForm(request.GET)
    came_from.full_clean()
    context = {
        "step": step,
        "linked_terms": set(),
        **related.of_step(step),
        "came_from": came_from.cleaned_data.get("route", ""),
        "courses": choose_courses(step, OTHER_COURSES),
        "citations": Citation.objects.for_content(step),
        "tips": Report.objects.shown_on(step),
    }
    return render(request, "guide/step_detail.html", context)
