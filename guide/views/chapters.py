"""Pages of texts: chapters, questions, beliefs, further reading and the glossary."""

from django.shortcuts import get_object_or_404, render

from guide.models import Belief, Chapter, Citation, Question, Reading, Term
from guide.roles.leanings import requirement_marks
from guide.salaries.rendered import OPENING_ROLE, salary_overview
from web.public import public_page

PAY_CHAPTER = "what-it-pays"


@public_page()
def chapter_list(request):
    return render(
        request,
        "guide/chapter_list.html",
        {"chapters": Chapter.objects.published().in_order()},
    )


@public_page()
def chapter_detail(request, slug):
    chapter = get_object_or_404(Chapter.objects.published(), slug=slug)
    chapters = list(
        Chapter.objects.published()
        .in_order()
        .only("slug", "name_en", "name_zh", "order")
    )
    at = [other.pk for other in chapters].index(chapter.pk)
    context = {
        "chapter": chapter,
        "number": at + 1,
        "chapters": chapters,
        "previous": chapters[at - 1] if at else None,
        "next": chapters[at + 1] if at + 1 < len(chapters) else None,
        "citations": Citation.objects.for_content(chapter),
        "pay": salary_overview(OPENING_ROLE) if chapter.slug == PAY_CHAPTER else "",
        "picture_template": f"guide/pictures/{chapter.picture}.html",
        "marks": requirement_marks()
        if chapter.picture == Chapter.Picture.NEIGHBOURS
        else None,
    }
    return render(request, "guide/chapter_detail.html", context)


@public_page()
def question_list(request):
    return render(
        request,
        "guide/question_list.html",
        {"questions": Question.objects.published().in_order()},
    )


@public_page()
def belief_list(request):
    beliefs = Belief.objects.published().in_order().with_steps()
    return render(request, "guide/belief_list.html", {"beliefs": beliefs})


@public_page()
def reading_list(request):
    readings = Reading.objects.published().select_related("source").in_order()
    return render(request, "guide/reading_list.html", {"readings": readings})


@public_page()
def glossary(request):
    terms = Term.objects.published().by_name()
    return render(request, "guide/glossary.html", {"terms": terms})
