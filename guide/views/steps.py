from django.shortcuts import get_object_or_404, render

from guide.models import Citation, Course, Roadmap, Step, StepPrerequisite
from guide.public import public_page

COURSES_SHOWN = 6


@public_page()
def step(request, slug):
    step = get_object_or_404(Step.objects.published().with_track().with_details(), slug=slug)
    links = StepPrerequisite.objects.around(step)
    context = {
        "step": step,
        "builds_on": [link.prerequisite for link in links if link.step_id == step.pk],
        "leads_to": [link.step for link in links if link.prerequisite_id == step.pk],
        "courses": Course.objects.for_step(step)[:COURSES_SHOWN],
        "roadmaps": Roadmap.objects.published().filter(stops__step=step).in_order(),
        "successors": step.successor_links.select_related("new") if step.retired_on else [],
        "citations": Citation.objects.of(step),
    }
    return render(request, "guide/step_detail.html", context)
