"""`request.choices`: the choices of a learner are settings of the account, those of a guest stay in the browser."""

import unicodedata
from dataclasses import replace

from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.models import Learner
from accounts.preferences.learner_settings import learner_settings
from guide.roadmaps.pace import USUAL_HOURS, usual_hours
from web.access import for_guests, is_signed_in
from web.choices import (
    COOKIE_NAME,
    MOST_HOURS,
    Choices,
    choices_of_browser,
    keep_in_browser,
    known_countries,
    known_currencies,
    valid_choices,
)
from web.cookie_probe import require_cookies
from web.gate import post_gate
from web.plain_digits import WholeNumberField
from web.redirects import safe_next_url


class VisitorChoices:
    """Middleware. Read only where a page asks: a page without cookies touches no session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.choices = SimpleLazyObject(lambda: choices_of(request))
        return self.get_response(request)


def choices_of(request) -> Choices:
    """It costs no query beyond the one for the user."""
    if not is_signed_in(request):
        return choices_of_browser(request)
    mine = learner_settings(request)
    return valid_choices(mine.country, mine.currency, mine.hours_a_week)


def hours_at_hand(request, roadmap=None) -> int:
    """A week: those that the visitor has chosen, else the usual ones, of the roadmap if there is one."""
    usual = usual_hours(roadmap) if roadmap else USUAL_HOURS
    return request.choices.hours_a_week or usual


class KnownCode(forms.CharField):
    """A code that stands in a list of the world; empty takes the choice back."""

    def __init__(self, known, message):
        super().__init__(required=False)
        self.known, self.message = known, message

    def clean(self, value):
        code = unicodedata.normalize("NFKC", super().clean(value)).upper()
        if code and code not in self.known():
            raise forms.ValidationError(self.message)
        return code or None


class ChoicesForm(forms.Form):
    country = KnownCode(
        known_countries, _("Write a country as its two letters, such as GB.")
    )
    currency = KnownCode(
        known_currencies, _("Write a currency as its three letters, such as GBP.")
    )
    hours_a_week = WholeNumberField(
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            _("Enter a whole number from 1 to 80, or leave it empty."),
        ),
    )
    next = forms.CharField(required=False)

    @property
    def chosen(self) -> dict:
        """Only what was sent; the other choices stay."""
        return {
            name: self.cleaned_data[name]
            for name in Choices.__dataclass_fields__
            if name in self.data
        }


@post_gate
@for_guests
def choose(request):
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        return render(
            request, "accounts/preferences/not_chosen.html", {"form": form}, status=422
        )
    page = safe_next_url(request, form.cleaned_data["next"], "/")
    response = HttpResponseRedirect(page, status=303)
    if not form.chosen:
        return response
    if is_signed_in(request):
        save_choices(request.user, **form.chosen)
        return response
    require_cookies(request, COOKIE_NAME)
    keep_in_browser(response, replace(choices_of_browser(request), **form.chosen))
    return response


def save_choices(user, **chosen) -> None:
    """A choice taken back is an empty setting."""
    texts = {"country", "currency"}
    Learner.objects.set_fields(
        user,
        **{
            name: value or ("" if name in texts else None)
            for name, value in chosen.items()
        },
    )
