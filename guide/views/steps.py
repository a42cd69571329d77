from django.shortcuts import get_object_or_404, render

from guide import related
from guide.models import Citation, Course, Step
from web.public import public_page

COURSES_SHOWN = 6


@public_page()
def step_detail(request, slug):
    step = get_object_or_404(
        Step.objects.published().with_track().with_details(), slug=slug
    )
    context = {
        "step": step,
        **related.of_step(step),
        "courses": Course.objects.for_step(step)[:COURSES_SHOWN],
        "citations": Citation.objects.for_content(step),
    }
    return render(request, "guide/step_detail.html", context)
