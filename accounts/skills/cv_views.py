"""A CV as a proposal of levels. Posted, so that it is in no address and no log; none of it is kept."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import Sweep
from accounts.skills.cv_files.bounds import LONGEST_FILE, LONGEST_TEXT
from accounts.skills.cv_text import CvForm, propose_levels
from accounts.skills.facts import standings_of
from accounts.skills.say_levels import LevelsChangedError, say_levels
from accounts.skills.views import add_message, ask_again, read_levels
from web.access import for_guests
from web.bounded_work import READING, bounded_work
from web.gate import form_gate, post_gate


@sensitive_post_parameters()
@form_gate
@for_guests
@bounded_work("cv", 20, READING)
def cv_skills(request):
    context = {"most": LONGEST_TEXT, "megabytes": LONGEST_FILE // 1024**2}
    status = 200
    if request.method == "POST":
        form = CvForm(request)
        if form.is_valid():
            text = form.cleaned_data["text"]
            context["proposals"] = propose_levels(text, standings_of(request))
        else:
            status = 422
            context["errors"] = form.errors
            context["text"] = request.POST.get("text", "")
    return render(request, "accounts/skills/cv.html", context, status=status)


@post_gate
@for_guests
def cv_levels(request):
    """Saves what was confirmed: one change with one undo."""
    form = read_levels(request)
    response = HttpResponseRedirect(reverse("accounts:skills"), status=303)
    try:
        number = say_levels(
            request, response, Sweep.Kind.IMPORT, form.changed, form.shown
        )
    except LevelsChangedError as outdated:
        return ask_again(request, outdated)
    add_message(request, number)
    return response
