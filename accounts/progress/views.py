"""Presses: a visitor sets the state of a step, or takes a roadmap in hand. For guests and learners alike."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import By, Learner, State
from accounts.progress.content_index import Entry, find_step, outline
from accounts.progress.fragments import changes
from accounts.progress.guest_cookie import guest_of
from accounts.progress.press_fields import NotUnderstoodError, press_fields
from accounts.progress.visitor import (
    Progress,
    before_press,
    progress_of_cookie,
    progress_of_saved,
    saved,
    say,
)
from web.access import for_guests, is_signed_in
from web.gate import post_gate
from web.redirects import way_back


@dataclass(frozen=True)
class Press:
    step: Entry
    state: State
    by: By
    roadmap: Entry | None  # the one on whose page it was pressed
    page: str  # the address of that page, or empty where it is none of ours


@post_gate
@for_guests
def step_state(request, slug):
    step = find_step(slug)
    if step is None:
        raise Http404
    fields = press_fields(request.POST)
    if bool(fields["state"]) == bool(fields["undo"]):
        raise NotUnderstoodError
    press = Press(
        step=step,
        state=State(fields["state"] or fields["undo"]),
        by=By.UNDO if fields["undo"] else By.PRESS,
        roadmap=outline().roadmaps.get(fields["roadmap"]),
        page=way_back(request, fields["next"], ""),
    )
    return (
        press_of_learner(request, press)
        if is_signed_in(request)
        else press_of_guest(request, press)
    )


def press_of_learner(request, press: Press):
    change = {"by": press.by, "roadmap": press.roadmap}
    try:
        before = say(request.user, press.step, press.state, **change)
    except (
        IntegrityError
    ) as gone:  # the step was deleted since this process has read the guide
        raise Http404 from gone
    if not request.htmx:
        return HttpResponseRedirect(address_of(press), status=303)
    rows = saved(request.user)
    return answer(
        press, before_press(rows, press.step.pk, before), progress_of_saved(rows)
    )


def press_of_guest(request, press: Press):
    guest = guest_of(request)
    roadmap = press.roadmap.slug if press.roadmap else ""
    older = outline().slugs(outline().before([press.step.pk]).get(press.step.pk, ()))
    shown = progress_of_cookie(guest).of(press.step.pk)
    pressed = guest.press(
        press.step.slug, press.state, press.by == By.UNDO, roadmap, shown, older
    )
    if not guest.came:
        response = HttpResponseRedirect(
            check_of(press.page, press.roadmap, press.step), status=303
        )
    elif request.htmx:
        response = answer(press, progress_of_cookie(guest), progress_of_cookie(pressed))
    else:
        response = HttpResponseRedirect(address_of(press), status=303)
    pressed.keep(response)
    return response


@post_gate
@for_guests
def roadmap_in_hand(request):
    fields = press_fields(request.POST)
    roadmap, page = (
        outline().roadmaps.get(fields["roadmap"]),
        way_back(request, fields["next"], ""),
    )
    if roadmap is None:
        raise Http404
    response = HttpResponseRedirect(page or reverse("accounts:my-path"), status=303)
    if is_signed_in(request):
        Learner.objects.take(request.user, roadmap)
        return response
    guest = guest_of(request)
    if not guest.came:
        response = HttpResponseRedirect(check_of(page, roadmap), status=303)
    guest.take(roadmap.slug).keep(response)
    return response


@require_safe
@for_guests
def kept(request):
    """The first press of a guest leads here: only what the browser sends back is saved."""
    fields, guest = press_fields(request.GET), guest_of(request)
    page = way_back(request, fields["next"], "")
    if not guest.came:
        return render(request, "accounts/not_saved.html", {"page": page}, status=409)
    step, roadmap = find_step(fields["step"]), outline().roadmaps.get(fields["roadmap"])
    if step is None:
        return HttpResponseRedirect(page or reverse("accounts:my-path"), status=303)
    press = Press(
        step, guest.states.get(step.slug, State.NOT_STARTED), By.PRESS, roadmap, page
    )
    if request.htmx:
        return answer(press, Progress(), progress_of_cookie(guest))
    return HttpResponseRedirect(address_of(press), status=303)


def check_of(page: str, roadmap: Entry | None, step: Entry | None = None) -> str:
    place = {
        "next": page,
        "roadmap": roadmap.slug if roadmap else "",
        "step": step.slug if step else "",
    }
    return f"{reverse('accounts:kept')}?{urlencode(place)}"


def address_of(press: Press) -> str:
    """The page that was pressed, at the row of the step."""
    step = reverse("guide:step", args=[press.step.slug])
    page = press.page or (
        reverse("guide:roadmap", args=[press.roadmap.slug]) if press.roadmap else step
    )
    return f"{page.partition('#')[0]}#{press.step.slug}"


def answer(press: Press, before: Progress, after: Progress) -> HttpResponse:
    return HttpResponse(changes(press.step, press.roadmap, before, after, press.page))
