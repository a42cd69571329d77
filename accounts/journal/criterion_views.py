from accounts.journal.answers import gone_is_404, section_answer
from accounts.journal.kinds.criterion import CRITERION, SeenTickForm, TickForm
from accounts.progress.lookups import criterion_or_404, step_or_404
from accounts.progress.outdated_press import OutdatedPressError
from accounts.progress.press_fields import NotUnderstoodError, read_seen
from web.access import for_guests
from web.gate import post_gate


@post_gate
@for_guests
def criterion_state(request, slug, code):
    step = step_or_404(slug)
    criterion, form = criterion_or_404(step, code), TickForm(request.POST)
    if not form.is_valid():
        raise NotUnderstoodError
    tick, seen = form.cleaned_data["tick"], read_seen(request, SeenTickForm)
    try:
        with gone_is_404():
            CRITERION.save_or_draft(request, criterion, tick, seen)
    except OutdatedPressError as outdated:
        # One of two states holds: only a press for what its page showed already can be outdated, and no button is.
        raise NotUnderstoodError from outdated
    return section_answer(request, CRITERION, step)
