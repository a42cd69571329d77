from django.shortcuts import get_object_or_404, render

from guide.courses.instead import courses_instead_of
from guide.courses.quick_choices import quick_choices
from guide.courses.totals import course_totals
from guide.forms import CourseFilter
from guide.models import Citation, Course, Report
from web.pagination import list_page
from web.public import public_page

COURSES_A_PAGE = 24
INSTEAD_SHOWN = 3


@public_page(*CourseFilter.choice_fields(), "page", unkept=("q",))
def course_list(request):
    form = CourseFilter(request.GET)
    chosen = form.valid_values()
    courses = Course.objects.published()
    found = courses.with_provider().apply_filters(**chosen)
    context = {
        "form": form,
        "page": list_page(found, request.GET.get("page"), COURSES_A_PAGE),
        "query": form.query_string(),
        "choices": quick_choices(chosen, courses),
        **course_totals(),
    }
    return render(request, "guide/course_list.html", context)


@public_page(visitor=["waiting choice", "course", "press form"])
def course_detail(request, slug):
    course = get_object_or_404(
        Course.objects.published()
        .with_provider()
        .select_related("replaced_by")
        .with_skills()
        .with_neighbours(),
        slug=slug,
    )
    return render(
        request,
        "guide/course_detail.html",
        {
            "course": course,
            "instead": courses_instead_of(course, INSTEAD_SHOWN),
            "citations": Citation.objects.for_content(course),
            "tips": Report.objects.shown_on(course),
        },
    )
