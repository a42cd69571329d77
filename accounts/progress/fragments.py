"""What htmx gets for a press: every row that changed and the card, or the buttons of the step's own page."""

import re

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.progress.content_index import Entry
from accounts.progress.map_rows import rows_of
from accounts.progress.state_buttons import choices
from accounts.progress.visitor import Path, Progress
from guide.cache import cached_per_version
from guide.roadmap_map import line_map

TAG_NAME = re.compile(r"<[\w-]+")


def changes(
    step: Entry, roadmap: Entry | None, before: Progress, after: Progress, page: str
) -> str:
    if roadmap is None:
        return out_of_band(step_fragment(step, after))
    rows = rows_of(line_map(roadmap.slug))
    then, now = rows.path(before), rows.path(after)
    changed = [
        pk for pk, look in now.looks.items() if pk == step.pk or look != then.looks[pk]
    ]
    fragments = [rows.stop(pk, now.looks[pk]) for pk in changed]
    return "".join(out_of_band(html) for html in [*fragments, card(now, page)])


def card(path: Path, page: str) -> SafeString:
    """How far the visitor is. `page` is where a sign-up from here leads back to."""
    return render_to_string(
        "accounts/_progress_card.html", {"path": path, "page": page}
    )


def step_fragment(step: Entry, progress: Progress) -> SafeString:
    context = choices(
        step, progress.of(step.pk), progress.undo_of(step.pk), progress.was.get(step.pk)
    )
    return render_to_string(
        "accounts/_step_buttons.html", {**context, "progress": progress}
    )


@cached_per_version(most=10)
def press_errors(language: str) -> SafeString:
    """What to say when a press fails. The same on every page of a language."""
    return render_to_string("accounts/_press_errors.html")


def out_of_band(html: str) -> str:
    """The same element, marked so that htmx puts it in the place of the one with its id."""
    return TAG_NAME.sub(r'\g<0> hx-swap-oob="true"', html.strip(), count=1)
