from django.shortcuts import get_object_or_404, render

from guide import related
from guide.models import Citation, Course, Skill, Step
from guide.skills.demand import with_demand
from guide.skills.groups import published_skills
from web.public import public_page

COURSES_SHOWN = 8


@public_page()
def skill_list(request):
    return render(request, "guide/skill_list.html", {"list": published_skills()})


@public_page(visitor=["own standing"])
def skill_detail(request, slug):
    skills = with_demand(Skill.objects.published().with_category())
    skill = get_object_or_404(skills, slug=slug)
    mentions = (
        skill.mentions.filter(source__published=True)
        .select_related("source")
        .order_by("source__slug", "pk")
    )
    context = {
        "skill": skill,
        **related.of_skill(skill),
        "steps": Step.objects.teaching_skill(skill),
        "courses": Course.objects.for_skill(skill)[:COURSES_SHOWN],
        "mentions": mentions,
        "citations": Citation.objects.for_content(skill).not_named_with(skill),
    }
    return render(request, "guide/skill_detail.html", context)
