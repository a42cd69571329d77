"""Tests render templates as the site does.

Django’s own test environment notes every template with a copy of its context, which costs a fifth of a page of forms;
the few tests that read `response.context` ask for the fixture.
"""

import pytest
from django.template.base import Template
from django.test.utils import _TestState, instrumented_test_render


@pytest.fixture(scope="session", autouse=True)
def plain_rendering(django_test_environment):
    Template._render = _TestState.saved_data.template_render


@pytest.fixture
def template_contexts(monkeypatch):
    """`response.context` is there."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)
