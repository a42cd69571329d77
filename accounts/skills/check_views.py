"""The placement check `/my/check/`: one question a page, the result as a proposal, and the press that saves it."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import ngettext

from accounts.models import Sweep
from accounts.skills.check import Check, check_of
from accounts.skills.steps_known import mark_steps
from web.access import for_guests
from web.bounded_work import READING, bounded_work
from web.gate import form_gate, post_gate

LONGEST_REPLIES = 8_000  # characters


@form_gate
@for_guests
@bounded_work("check", 120, READING)
def check(request):
    sent = request.POST if request.method == "POST" else request.GET
    found = check_or_404(sent, request)
    if request.method == "POST":
        found = found.answered(sent.get("question", ""), sent.get("answer", ""))
        if "stop" in sent or found.question is None:
            return render(request, "accounts/skills/check_result.html", {"check": found})  # fmt: skip
    return render(request, "accounts/skills/check.html", {"check": found})


def check_or_404(sent, request) -> Check:
    replies = sent.get("replies", "")[:LONGEST_REPLIES]
    found = check_of(request, sent.get("roadmap", ""), replies)
    if found is None:
        raise Http404
    return found


@post_gate
@for_guests
def check_result(request):
    """Saves what is ticked of the result: one change with one undo."""
    found = check_or_404(request.POST, request)
    wanted = set(request.POST.getlist("step"))
    steps = {
        step.pk: step.slug
        for step in found.named(found.space.tracks)
        if step.slug in wanted
    }
    roadmap = found.map.roadmap
    response = HttpResponseRedirect(roadmap.get_absolute_url(), status=303)
    number = mark_steps(request, response, steps, Sweep.Kind.CHECK, roadmap.slug)
    words = ngettext(
        "%(n)s step is marked as known.", "%(n)s steps are marked as known.", number
    )
    messages.success(request, words % {"n": number})
    return response
