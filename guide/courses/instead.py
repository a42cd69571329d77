from guide.models import Course


def courses_instead_of(course: Course, most: int) -> list[Course]:
    """What to take where a course cannot be recommended: what teaches the same today, best first; none for the others.

    `course` was read `with_skills`. The same is its main subject, or else what it teaches furthest.
    """
    links = list(course.skill_links.all())
    if course.is_verified or not links:
        return []
    same = next((link for link in links if link.main), links[0])
    others = Course.objects.for_skill(same.skill).exclude(pk=course.pk)
    return list(others.exclude(pk=course.replaced_by_id)[:most])
