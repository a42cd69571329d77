"""One address for every pattern of the URL configuration, so that a walk leaves out none that is added later."""

import re

from django.contrib.admindocs.views import (
    extract_views_from_urlpatterns,
    simplify_regex,
)
from django.urls import get_resolver

VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")
# What stands for a variable: by what comes before it in the address, else by its name.
EXAMPLES = {
    "/roadmaps/": "self-taught-route",
    "/my/route/": "degree-route",
    "/my/skills/profile/": "works-with-data",
    "/skills/": "python",
    "/courses/": "microsoft-mcsa-retirement",
    "/progress/courses/": "microsoft-mcsa-retirement",
    "/roles/": "data-scientist",
    "/guide/": "what-it-pays",
    "/sources/": "article-000",
    "slug": "sql-databases",
    "country": "united-kingdom",
    "pk": "1",
    "object_id": "1",
    "id": "1",
    "content_type_id": "1",
    "name": "base",
    "digest": "0",
    "code": "1",
    "key": "no-such-key",
    "token": "no-such-token",
    "uidb36": "1",
    "app_label": "guide",
    "url": "nothing-here",
}


def example_of(pattern: str) -> str:
    """Raises KeyError for a variable that has no example yet."""
    while found := VARIABLE.search(pattern):
        before = pattern[: found.start()]
        value = EXAMPLES.get(before) or EXAMPLES[found[1]]
        pattern = before + value + pattern[found.end() :]
    return pattern


def all_addresses() -> list[str]:
    views = extract_views_from_urlpatterns(get_resolver().url_patterns)
    return sorted({example_of(simplify_regex(view[1])) for view in views})
