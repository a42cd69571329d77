"""“I can do all of these”: one press marks what is not started in a stage as known, and one takes that back."""

from django import forms
from django.db import DEFAULT_DB_ALIAS, IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import Sweep
from accounts.models.write_lock import atomic_write, lock_learner
from accounts.progress.content_index import content_index
from accounts.progress.fragments import PagePlace, changed_html
from accounts.progress.guest_cookie import COOKIE_NAME, GuestProgress, guest_progress
from accounts.progress.map_rows import RenderedMap, rendered_map
from accounts.progress.press_fields import NotUnderstoodError
from accounts.progress.visitor import (
    Progress,
    progress_of_cookie,
    progress_of_user,
)
from guide.models import ContentVersion, Roadmap
from guide.roadmaps.roadmap_map import MapStage, line_map
from web.access import for_guests, is_signed_in
from web.cookie_probe import require_cookies
from web.gate import post_gate

KNOWN, UNDO = "known", "undo"


class StageForm(forms.Form):
    stage = forms.ChoiceField(choices=[(KNOWN, KNOWN), (UNDO, UNDO)])


@post_gate
@for_guests
def stage_state(request, slug, code):
    rows = map_or_404(slug)
    stage, form = stage_or_404(rows, code), StageForm(request.POST)
    if not form.is_valid():
        raise NotUnderstoodError
    is_undo = form.cleaned_data["stage"] == UNDO
    if is_signed_in(request):
        before, after = press_of_learner(request.user, rows, stage, is_undo)
        return answer_press(request, rows, stage, before, after)
    require_cookies(request, COOKIE_NAME)
    guest = guest_progress(request)
    pressed = press_of_guest(guest, rows, stage, is_undo)
    before, after = progress_of_cookie(guest), progress_of_cookie(pressed)
    response = answer_press(request, rows, stage, before, after)
    pressed.write_to(response)
    return response


def map_or_404(slug: str) -> RenderedMap:
    """Of a published roadmap. For an unknown one the content version is read again: it may be new."""
    if slug not in content_index().roadmaps:
        ContentVersion.expire_current()
    try:
        return rendered_map(line_map(slug))
    except Roadmap.DoesNotExist as missing:
        raise Http404 from missing


def stage_or_404(rows: RenderedMap, code: str) -> MapStage:
    for stage in rows.map.stages:
        if stage.stage.code == code:
            return stage
    raise Http404


def press_of_learner(
    user, rows: RenderedMap, stage: MapStage, is_undo: bool
) -> tuple[Progress, Progress]:
    """Read and written in one turn: of two presses at once the second finds nothing left to do."""
    with atomic_write(DEFAULT_DB_ALIAS):
        lock_learner(user)
        before = progress_of_user(user)
        try:
            change_stage(user, rows, stage, is_undo, before)
        except IntegrityError as gone:  # deleted since this process has read the guide
            raise Http404 from gone
        return before, progress_of_user(user)


def change_stage(user, rows, stage: MapStage, is_undo: bool, before: Progress) -> None:
    roadmap, code = rows.map.roadmap, stage.stage.code
    if is_undo:
        sweep = Sweep.objects.newest_of_stage(user, roadmap, code)
        if sweep:
            sweep.undo()
    elif steps := rows.progress_on(before).unbegun_steps(stage):
        older = content_index().older_steps(steps)
        Sweep.objects.mark_stage_known(user, roadmap, code, steps, older)


def press_of_guest(
    guest: GuestProgress, rows: RenderedMap, stage: MapStage, is_undo: bool
) -> GuestProgress:
    """An undo of another press than the last one changes nothing: a browser holds no more than that one."""
    path = rows.progress_on(progress_of_cookie(guest))
    if is_undo:
        return guest.without_swept() if path.stage_press(stage).swept else guest
    index, steps = content_index(), path.unbegun_steps(stage)
    older = set().union(*index.older_steps(steps).values())
    slugs = {stop.step_id: stop.step.slug for stop in stage.stops}
    return guest.with_stage_known(
        [slugs[step] for step in steps], rows.map.roadmap.slug, index.slugs_of(older)
    )


def answer_press(
    request, rows: RenderedMap, stage: MapStage, before: Progress, after: Progress
) -> HttpResponse:
    """The parts of the page that changed; without scripts the page, with the stage unfolded."""
    roadmap = rows.map.roadmap
    page = reverse("guide:roadmap", args=[roadmap.slug])
    if request.htmx:
        place = PagePlace(page, request.choices.hours_a_week)
        return HttpResponse(changed_html(None, roadmap, before, after, place))
    address = f"{page}?open={stage.number}#stage-{stage.number}"
    return HttpResponseRedirect(address, status=303)
