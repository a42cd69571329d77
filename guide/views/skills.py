from django.shortcuts import get_object_or_404, render

from guide import related
from guide.models import Category, Citation, Course, Skill, Source, Step
from web.public import public_page

COURSES_SHOWN = 8


@public_page()
def skill_list(request):
    return render(
        request,
        "guide/skill_list.html",
        {"categories": Category.objects.published().with_skills().in_order()},
    )


@public_page()
def skill_detail(request, slug):
    skill = get_object_or_404(Skill.objects.published().with_category(), slug=slug)
    mentions = (
        skill.mentions.filter(source__published=True)
        .select_related("source")
        .order_by("source__slug")
    )
    context = {
        "skill": skill,
        **related.of_skill(skill),
        "steps": Step.objects.teaching_skill(skill),
        "courses": Course.objects.for_skill(skill)[:COURSES_SHOWN],
        "mentions": mentions,
        "article_count": sum(
            mention.source.kind == Source.Kind.ARTICLE for mention in mentions
        ),
        "citations": Citation.objects.for_content(skill),
    }
    return render(request, "guide/skill_detail.html", context)
