from django.shortcuts import get_object_or_404, render

from guide.forms import CourseFilter
from guide.models import Citation, Course
from web.pagination import list_page
from web.public import public_page

COURSES_A_PAGE = 24


@public_page(*CourseFilter.base_fields, "page")
def course_list(request):
    form = CourseFilter(request.GET)
    courses = (
        Course.objects.published().with_provider().apply_filters(**form.valid_values())
    )
    page = list_page(courses, request.GET.get("page"), COURSES_A_PAGE)
    return render(
        request,
        "guide/course_list.html",
        {"form": form, "page": page, "query": form.query_string()},
    )


@public_page()
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
        {"course": course, "citations": Citation.objects.for_content(course)},
    )
