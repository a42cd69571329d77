"""What the buttons of a page send along with every press."""

from django import forms
from django.shortcuts import render

from accounts.models import State
from web.gate import Refusal


class NotUnderstoodError(Refusal):
    """A press of which the site can make nothing: none of our buttons sends it."""

    def response(self, request):
        return render(request, "accounts/press_unknown.html", status=422)


class PressForm(forms.Form):
    state = forms.ChoiceField(choices=State, required=False)
    undo = forms.ChoiceField(choices=State, required=False)
    roadmap = forms.CharField(required=False)
    next = forms.CharField(required=False)
    step = forms.CharField(required=False)


def press_fields(data) -> dict[str, str]:
    """The fields of a press. One that is missing or nonsense is empty."""
    form = PressForm(data)
    form.full_clean()
    return {name: form.cleaned_data.get(name, "") for name in form.fields}
