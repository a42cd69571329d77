"""A visitor sets the state of a step, or chooses the roadmap to follow: guests and learners alike."""

from urllib.parse import urlencode

from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import By, Learner, State
from accounts.progress.content_index import ContentRef, content_index, find_step
from accounts.progress.fragments import changed_html
from accounts.progress.guest_cookie import guest_progress
from accounts.progress.press_fields import Press, press_fields, read_press
from accounts.progress.visitor import (
    Progress,
    progress_around_press,
    progress_of_cookie,
    set_step_state,
)
from web.access import for_guests, is_signed_in
from web.gate import post_gate
from web.redirects import safe_next_url


@post_gate
@for_guests
def step_state(request, slug):
    press = read_press(request, slug)
    if is_signed_in(request):
        return press_of_learner(request, press)
    return press_of_guest(request, press)


def press_of_learner(request, press: Press):
    user, step = request.user, press.step
    event = {"by": press.by, "roadmap": press.roadmap}
    try:
        before = set_step_state(user, step, press.state, **event)
    except IntegrityError as gone:  # deleted since this process has read the guide
        raise Http404 from gone
    if not request.htmx:
        return see_pressed_row(press)
    return answer_in_place(press, *progress_around_press(user, step.pk, before))


def press_of_guest(request, press: Press):
    guest = guest_progress(request)
    before = progress_of_cookie(guest)
    pressed = guest_after_press(guest, press, shown=before.of(press.step.pk))
    if not guest.has_cookie:
        check = press_check_url(press.page, press.roadmap, press.step)
        response = HttpResponseRedirect(check, status=303)
    elif request.htmx:
        response = answer_in_place(press, before, progress_of_cookie(pressed))
    else:
        response = see_pressed_row(press)
    pressed.write_to(response)
    return response


def guest_after_press(guest, press: Press, shown: State):
    index, step = content_index(), press.step
    return guest.with_state(
        step.slug,
        press.state,
        is_undo=press.by == By.UNDO,
        roadmap=press.roadmap.slug if press.roadmap else "",
        shown=shown,
        older=index.slugs_of(index.older_steps([step.pk]).get(step.pk, ())),
    )


@post_gate
@for_guests
def roadmap_in_hand(request):
    fields = press_fields(request.POST)
    roadmap = content_index().roadmaps.get(fields["roadmap"])
    page = safe_next_url(request, fields["next"], "")
    if roadmap is None:
        raise Http404
    response = HttpResponseRedirect(page or reverse("accounts:my-path"), status=303)
    if is_signed_in(request):
        Learner.objects.set_roadmap(request.user, roadmap)
        return response
    guest = guest_progress(request)
    if not guest.has_cookie:
        response = HttpResponseRedirect(press_check_url(page, roadmap), status=303)
    guest.with_roadmap(roadmap.slug).write_to(response)
    return response


@require_safe
@for_guests
def press_check(request):
    """The first press of a guest leads here: it counts only if the browser has sent the cookie back."""
    fields, guest = press_fields(request.GET), guest_progress(request)
    page = safe_next_url(request, fields["next"], "")
    if not guest.has_cookie:
        return render(
            request, "accounts/progress/not_saved.html", {"page": page}, status=409
        )
    step = find_step(fields["step"])
    if step is None:
        return HttpResponseRedirect(page or reverse("accounts:my-path"), status=303)
    state = guest.states.get(step.slug, State.NOT_STARTED)
    roadmap = content_index().roadmaps.get(fields["roadmap"])
    press = Press(step, state, By.PRESS, roadmap, page)
    if request.htmx:
        return answer_in_place(press, Progress(), progress_of_cookie(guest))
    return see_pressed_row(press)


# Answers


def press_check_url(
    page: str, roadmap: ContentRef | None, step: ContentRef | None = None
) -> str:
    place = {
        "next": page,
        "roadmap": roadmap.slug if roadmap else "",
        "step": step.slug if step else "",
    }
    return f"{reverse('accounts:press-check')}?{urlencode(place)}"


def see_pressed_row(press: Press) -> HttpResponse:
    """To the page that was pressed, at the row of the step."""
    page = press.page or reverse("guide:step", args=[press.step.slug])
    if not press.page and press.roadmap:
        page = reverse("guide:roadmap", args=[press.roadmap.slug])
    address = f"{page.partition('#')[0]}#{press.step.slug}"
    return HttpResponseRedirect(address, status=303)


def answer_in_place(press: Press, before: Progress, after: Progress) -> HttpResponse:
    html = changed_html(press.step, press.roadmap, before, after, press.page)
    return HttpResponse(html)
