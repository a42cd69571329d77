"""Presses: a visitor sets the state of a step, or takes a roadmap in hand. For guests and learners alike."""

from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django import forms
from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.audience import for_guests
from accounts.fragments import changes
from accounts.guest import FullError, guest_of
from accounts.models import By, Learner, State, StepProgress
from accounts.outline import Entry, find_step, outline
from accounts.press_limits import seconds_to_wait
from accounts.progress import Progress, before_press, is_signed_in, progress_of_cookie, progress_of_saved, saved
from accounts.way_back import way_back
from guide.same_origin import is_ours


class SeeOther(HttpResponseRedirect):
    status_code = 303


class PlaceForm(forms.Form):
    """The page that a press came from; nonsense counts as no page."""

    roadmap = forms.SlugField(max_length=100, required=False)
    next = forms.CharField(max_length=2000, required=False)
    step = forms.SlugField(max_length=100, required=False)

    @property
    def place(self):
        self.full_clean()
        return self.cleaned_data.get("next", ""), outline().roadmaps.get(self.cleaned_data.get("roadmap"))

    @property
    def pressed_step(self):
        self.full_clean()
        return find_step(self.cleaned_data.get("step", ""))


class PressForm(forms.Form):
    """One of both: a state, or the state that an undo brings back."""

    state = forms.ChoiceField(choices=State, required=False)
    undo = forms.ChoiceField(choices=State, required=False)

    def clean(self):
        if bool(self.cleaned_data.get("state")) == bool(self.cleaned_data.get("undo")):
            raise forms.ValidationError("")


@dataclass(frozen=True)
class Press:
    step: Entry
    state: State
    by: By
    roadmap: Entry | None
    page: str


def press(view):
    """What all presses have in common: post, from a page of ours, not too often, by a learner or a guest."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not is_ours(request):
            return render(request, "accounts/press_confirm.html", {"fields": kept_fields(request)}, status=403)
        if wait := seconds_to_wait(request, is_signed_in(request)):
            return too_often(request, wait)
        try:
            return view(request, *args, **kwargs)
        except FullError:
            return render(request, "accounts/browser_full.html", {"page": PlaceForm(request.POST).place[0]}, status=413)

    return csrf_exempt(require_POST(for_guests(guarded)))


def too_often(request, wait: int):
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def kept_fields(request):
    """What a refused press was about, for the page that asks once more."""
    form = {**PlaceForm.base_fields, **PressForm.base_fields}
    return [(name, request.POST[name][:2000]) for name in form if name in request.POST]


@press
def step_state(request, slug):
    step = find_step(slug)
    if step is None:
        raise Http404
    form = PressForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/press_unknown.html", status=422)
    page, roadmap = PlaceForm(request.POST).place
    undo = form.cleaned_data["undo"]
    found = Press(step, State(undo or form.cleaned_data["state"]), By.UNDO if undo else By.PRESS, roadmap, page)
    return press_of_learner(request, found) if is_signed_in(request) else press_of_guest(request, found)


def press_of_learner(request, press: Press):
    change = {"by": press.by, "roadmap": press.roadmap}
    try:
        before = StepProgress.objects.set_state(request.user, press.step, press.state, **change)
    except IntegrityError as gone:  # the step was deleted since this process has read the guide
        raise Http404 from gone
    if not request.htmx:
        return SeeOther(address_of(request, press))
    rows = saved(request.user)
    return answer(press, before_press(rows, press.step.pk, before), progress_of_saved(rows))


def press_of_guest(request, press: Press):
    guest = guest_of(request)
    roadmap = press.roadmap.slug if press.roadmap else ""
    pressed = guest.press(press.step.slug, press.state, press.by == By.UNDO, roadmap)
    if not guest.came:
        response = SeeOther(check_of(press.page, press.roadmap, press.step))
    elif request.htmx:
        response = answer(press, progress_of_cookie(guest), progress_of_cookie(pressed))
    else:
        response = SeeOther(address_of(request, press))
    pressed.keep(response)
    return response


@press
def roadmap_in_hand(request):
    page, roadmap = PlaceForm(request.POST).place
    if roadmap is None:
        raise Http404
    response = SeeOther(way_back(request, page, reverse("accounts:my-path")))
    if is_signed_in(request):
        Learner.objects.take(request.user, roadmap)
        return response
    guest = guest_of(request)
    if not guest.came:
        response = SeeOther(check_of(page, roadmap))
    guest.take(roadmap.slug).keep(response)
    return response


@require_safe
@for_guests
def kept(request):
    """The first press of a guest leads here: only what the browser sends back is saved."""
    page, roadmap = PlaceForm(request.GET).place
    guest = guest_of(request)
    if not guest.came:
        return render(request, "accounts/not_saved.html", {"page": way_back(request, page, "")}, status=409)
    step = PlaceForm(request.GET).pressed_step
    if step is None:
        return SeeOther(way_back(request, page, reverse("accounts:my-path")))
    press = Press(step, State.NOT_STARTED, By.PRESS, roadmap, page)
    if not request.htmx:
        return SeeOther(address_of(request, press))
    return answer(press, Progress(), progress_of_cookie(guest))


def check_of(page: str, roadmap: Entry | None, step: Entry | None = None) -> str:
    place = {"next": page, "roadmap": roadmap.slug if roadmap else "", "step": step.slug if step else ""}
    return f"{reverse('accounts:kept')}?{urlencode(place)}"


def address_of(request, press: Press) -> str:
    """The page that was pressed, at the row of the step."""
    default = reverse("guide:roadmap", args=[press.roadmap.slug]) if press.roadmap else ""
    page = way_back(request, press.page, default or reverse("guide:step", args=[press.step.slug]))
    return f"{page.partition('#')[0]}#{press.step.slug}"


def answer(press: Press, before: Progress, after: Progress) -> HttpResponse:
    return HttpResponse(changes(press.step, press.roadmap, before, after, press.page))
