"""The addresses of the second step are those of django-allauth, each with its view."""

import pytest
from allauth.mfa import urls as of_allauth
from django.urls import URLResolver
from django.utils.module_loading import import_string

from accounts.sign_in import second_step_urls


def patterns(urlpatterns, before=""):
    for each in urlpatterns:
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, route)
        else:
            yield route, each


def addresses(module):
    return {route: each.name for route, each in patterns(module.urlpatterns)}


THEIRS = {each.name: each.callback for _, each in patterns(of_allauth.urlpatterns)}


def test_each_address_of_allauth_is_there_and_no_other():
    assert addresses(second_step_urls) == addresses(of_allauth)


@pytest.mark.parametrize(
    "pattern",
    [each for _, each in patterns(second_step_urls.urlpatterns)],
    ids=lambda pattern: pattern.name,
)
def test_an_address_leads_to_the_view_that_allauth_has_there(pattern):
    view = pattern.callback
    if view.__module__ == second_step_urls.__name__:
        view = import_string(view.__qualname__)

    assert view is THEIRS[pattern.name]


def test_no_view_is_marked_as_safe_without_a_token():
    """Such a mark would be lost."""
    assert [name for name, view in THEIRS.items() if hasattr(view, "csrf_exempt")] == []
