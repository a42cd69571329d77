from accounts.journal.answers import gone_is_404, section_answer
from accounts.journal.kinds.criterion import CRITERION, TickForm
from accounts.progress.lookups import criterion_or_404, step_or_404
from accounts.progress.press_fields import NotUnderstoodError
from web.access import for_guests
from web.gate import post_gate


@post_gate
@for_guests
def criterion_state(request, slug, code):
    step = step_or_404(slug)
    criterion, form = criterion_or_404(step, code), TickForm(request.POST)
    if not form.is_valid():
        raise NotUnderstoodError
    with gone_is_404():
        CRITERION.save_or_draft(request, criterion, form.cleaned_data["tick"])
    return section_answer(request, CRITERION, step)
