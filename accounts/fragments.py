"""What htmx gets for a press: every row that changed and the card, or the buttons of the step's own page."""

from django.template.loader import render_to_string

from accounts.choices import choices
from accounts.outline import Entry
from accounts.progress import Path, Progress
from accounts.rows import rows_of
from guide.roadmap_page import line_map


def changes(request, step: Entry, roadmap: Entry | None, before: Progress, after: Progress, page: str) -> str:
    if roadmap is None:
        return out_of_band(step_fragment(request, step, after))
    rows = rows_of(line_map(roadmap.slug))
    then, now = rows.path(before), rows.path(after)
    changed = [pk for pk, look in now.looks.items() if pk == step.pk or look != then.looks[pk]]
    fragments = [rows.stop(pk, now.looks[pk]) for pk in changed]
    return "".join(out_of_band(html) for html in [*fragments, card(request, now, page)])


def card(request, path: Path, page: str) -> str:
    """How far the visitor is. `page` is where a sign-up from here leads back to."""
    return render_to_string("accounts/_progress_card.html", {"path": path, "page": page}, request)


def step_fragment(request, step: Entry, progress: Progress) -> str:
    context = choices(step, progress.of(step.pk), progress.undo_of(step.pk))
    return render_to_string("accounts/_step_buttons.html", {**context, "progress": progress}, request)


def out_of_band(html: str) -> str:
    """The same element, marked so that htmx puts it in the place of the one with its id."""
    start, space, rest = html.strip().partition(" ")
    return f'{start} hx-swap-oob="true"{space}{rest}'
