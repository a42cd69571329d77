"""A visitor sets the state of a step: guests and learners alike."""

from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import By, State
from accounts.progress.content_index import content_index
from accounts.progress.fragments import (
    PagePlace,
    changed_html,
    out_of_band,
)
from accounts.progress.guest_cookie import COOKIE_NAME, guest_progress
from accounts.progress.lookups import step_or_404
from accounts.progress.outdated_press import (
    PressedButton,
    ask_again,
    refused_in_place,
)
from accounts.progress.press_fields import Press, read_press
from accounts.progress.state_buttons import STATE_VERBS
from accounts.progress.step_parts import pressed_buttons_html
from accounts.progress.visitor import (
    Progress,
    progress_around_press,
    progress_of_cookie,
    progress_of_user,
    set_step_state,
)
from web.access import for_guests, is_signed_in
from web.cookie_probe import require_cookies
from web.gate import post_gate


@post_gate
@for_guests
def step_state(request, slug):
    press = read_press(request, slug)
    if is_signed_in(request):
        return press_of_learner(request, press)
    return press_of_guest(request, press)


def press_of_learner(request, press: Press):
    user, step = request.user, press.step
    followed = press.roadmap or press.route
    event = {"by": press.by, "roadmap": followed, "seen": press.seen}
    try:
        before = set_step_state(user, step, press.state, **event)
    except IntegrityError as gone:  # deleted since this process has read the guide
        raise Http404 from gone
    if before is None and press.seen is not None:
        progress = progress_of_user(user)
        if press.is_outdated(progress.of(step.pk)):
            return refuse_outdated(request, press, progress)
    if not request.htmx:
        return see_pressed_row(press)
    return answer_in_place(press, *progress_around_press(user, step.pk, before))


def press_of_guest(request, press: Press):
    require_cookies(request, COOKIE_NAME)
    guest = guest_progress(request)
    before = progress_of_cookie(guest)
    if press.is_outdated(before.of(press.step.pk)):
        return refuse_outdated(request, press, before)
    pressed = guest_after_press(guest, press, shown=before.of(press.step.pk))
    response = (
        answer_in_place(press, before, progress_of_cookie(pressed))
        if request.htmx
        else see_pressed_row(press)
    )
    pressed.write_to(response)
    return response


def guest_after_press(guest, press: Press, shown: State):
    index, step = content_index(), press.step
    followed = press.roadmap or press.route
    return guest.with_state(
        step.slug,
        press.state,
        is_undo=press.by == By.UNDO,
        roadmap=followed.slug if followed else "",
        shown=shown,
        older=index.slugs_of(index.older_steps([step.pk]).get(step.pk, ())),
    )


# Answers


def see_pressed_row(press: Press) -> HttpResponse:
    """To the page that was pressed, at the row of the step."""
    page = press.page or reverse("guide:step", args=[press.step.slug])
    if not press.page and press.roadmap:
        page = reverse("guide:roadmap", args=[press.roadmap.slug])
    address = f"{page.partition('#')[0]}#{press.step.slug}"
    return HttpResponseRedirect(address, status=303)


def answer_in_place(press: Press, before: Progress, after: Progress) -> HttpResponse:
    if press.roadmap is None:
        html = out_of_band(pressed_buttons_html(press.step, after, press.route))
    else:
        place = PagePlace(press.page, press.hours_a_week)
        html = changed_html(press.step.pk, press.roadmap, before, after, place)
    return HttpResponse(html)


def refuse_outdated(request, press: Press, progress: Progress) -> HttpResponse:
    """The row as it is now, or a page with the same button."""
    current = progress.of(press.step.pk)
    if request.htmx:
        return refused_in_place(answer_in_place(press, progress, progress), current)
    is_undo = press.by == By.UNDO
    address = reverse("accounts:step-state", args=[press.step.slug])
    button = PressedButton(
        address=f"{address}?seen={current}",
        name="undo" if is_undo else "state",
        value=press.state,
        verb=_("Undo") if is_undo else STATE_VERBS[press.state],
    )
    fields = {
        "next": press.page,
        "roadmap": press.roadmap.slug if press.roadmap else "",
        "route": press.route.slug if press.route else "",
    }
    return ask_again(request, step_or_404(press.step.slug), current, button, fields)
