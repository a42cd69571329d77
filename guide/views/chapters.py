"""Pages of texts: chapters, questions, beliefs, further reading and the glossary."""

from django.shortcuts import get_object_or_404, render

from guide.forms import WordFilter
from guide.markdown import PICTURE
from guide.models import Belief, Chapter, Citation, Question, Reading, Term
from guide.roles.leanings import requirement_marks
from guide.salaries.catalogue import OPENING_ROLE
from guide.salaries.rendered import salary_answer
from guide.texts.chapter_parts import answer_of, minutes_of, parts_of, step_after
from guide.texts.drawn_tables import bars_of, stacks_of
from guide.texts.readings import reading_topics
from guide.texts.term_uses import most_used
from web.public import public_page

PAY_CHAPTER = "what-it-pays"
WORDS_FIRST = 8  # of the glossary, those that our texts use most


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
        "answer": answer_of(chapter),
        "parts": parts_of(chapter),
        "step": step_after(chapter),
        "number": at + 1,
        "minutes": minutes_of(chapter),
        "chapters": chapters,
        "previous": chapters[at - 1] if at else None,
        "next": chapters[at + 1] if at + 1 < len(chapters) else None,
        "citations": Citation.objects.for_content(chapter),
        "pay": salary_answer(OPENING_ROLE) if chapter.slug == PAY_CHAPTER else "",
        **picture_of(chapter),
    }
    return render(request, "guide/chapter_detail.html", context)


def picture_of(chapter):
    """The template of its picture, with what that draws."""
    drawn = {
        Chapter.Picture.NEIGHBOURS: lambda: {"marks": requirement_marks()},
        Chapter.Picture.BARS: lambda: {"bars": bars_of(chapter.example)},
        Chapter.Picture.WEIGHED: lambda: {"stacks": stacks_of(chapter.example)},
    }.get(chapter.picture, dict)
    return {
        "picture_template": f"guide/pictures/{chapter.picture}.html",
        "picture_in_example": PICTURE in chapter.example,
        **drawn(),
    }


@public_page(*WordFilter.base_fields)
def question_list(request):
    form = WordFilter(request.GET)
    questions = list(Question.objects.published().in_order())
    context = {
        "form": form,
        "count": len(questions),
        "questions": form.pick(questions, "name", "topic", "body"),
    }
    return render(request, "guide/question_list.html", context)


@public_page(*WordFilter.base_fields)
def belief_list(request):
    form = WordFilter(request.GET)
    beliefs = list(Belief.objects.published().in_order().with_steps())
    context = {
        "form": form,
        "count": len(beliefs),
        "beliefs": form.pick(beliefs, "name", "body"),
    }
    return render(request, "guide/belief_list.html", context)


@public_page()
def reading_list(request):
    readings = Reading.objects.published().opened().in_order()
    return render(
        request, "guide/reading_list.html", {"topics": reading_topics(readings)}
    )


@public_page(*WordFilter.base_fields)
def glossary(request):
    form = WordFilter(request.GET)
    terms = list(Term.objects.published().by_name())
    context = {
        "form": form,
        "count": len(terms),
        "terms": form.pick(terms, "name", "body"),
        "most_used": most_used(terms, WORDS_FIRST),
    }
    return render(request, "guide/glossary.html", context)
