"""The words of the history, apart from those of a kind of change (accounts/journal/kinds/)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.history.entries import HistoryEntry
from accounts.journal.kinds import amount_words
from accounts.models import By, Sweep
from accounts.models.sweep import CLAIMED_BY
from guide import dates

# What the button of a single change says, where all of the press go back with it.
WHOLE_SWEEPS = {
    Sweep.Kind.RESET: gettext_lazy("Undo the entire reset"),
    Sweep.Kind.COURSE: gettext_lazy("Undo everything the course covers"),
    Sweep.Kind.STAGE: gettext_lazy("Undo everything marked with the stage"),
    Sweep.Kind.SKILLS: gettext_lazy("Undo everything saved with it"),
    Sweep.Kind.PRESET: gettext_lazy("Undo the entire profile"),
    Sweep.Kind.CHECK: gettext_lazy("Undo everything from the check"),
    Sweep.Kind.IMPORT: gettext_lazy("Undo everything from the CV"),
}


def change_words(entry: HistoryEntry) -> str:
    if entry.is_sweep:
        return sweep_words(entry)
    return entry.kind.change_words(entry.event)


def sweep_words(entry: HistoryEntry) -> str:
    sweep, is_undo = entry.sweep, not entry.event.sweep_id
    if sweep.kind == Sweep.Kind.STAGE:
        return stage_words(sweep, sum(entry.amounts.values()), is_undo)
    if sweep.kind in CLAIMED_BY:
        return claims_words(sweep, entry.amounts, is_undo)
    is_reset = sweep.kind == Sweep.Kind.RESET
    if is_undo:
        return _("Reset undone") if is_reset else _("“What it covers” undone")
    what = _("Reset") if is_reset else _("What it covers marked as known")
    return _("%(what)s: %(amounts)s") % {
        "what": what,
        "amounts": " · ".join(amount_words(entry.amounts)),
    }


def sweep_name(sweep: Sweep) -> str:
    """Of one that said something of skills."""
    match sweep.kind:
        case Sweep.Kind.PRESET:
            return _("Profile “%(name)s”") % {"name": sweep.background.name}
        case Sweep.Kind.CHECK:
            return _("Placement check")
        case Sweep.Kind.IMPORT:
            return _("Text of a CV")
    return _("Skills saved together")


def claims_words(sweep: Sweep, amounts, is_undo: bool) -> str:
    name = sweep_name(sweep)
    if is_undo:
        return _("%(name)s: undone") % {"name": name}
    what = " · ".join(amount_words(amounts))
    return _("%(what)s: %(amounts)s") % {"what": name, "amounts": what}


def stage_words(sweep: Sweep, steps: int, is_undo: bool) -> str:
    """Where the stage is gone its roadmap, which the page names anyway, has to do."""
    name = sweep.stage_name or sweep.roadmap.name
    if is_undo:
        words = _("Stage “%(name)s”: undone")
        return words % {"name": name}
    words = ngettext(
        "Stage “%(name)s”: %(n)s step marked as known",
        "Stage “%(name)s”: %(n)s steps marked as known",
        steps,
    )
    return words % {"name": name, "n": steps}


def before_words(entry: HistoryEntry) -> str:
    """The value before, where that says more than the change itself."""
    if entry.is_sweep or not entry.kind.shows_before:
        return ""
    return entry.kind.value_words(entry.before)


def meta_words(entry: HistoryEntry) -> str:
    """The line below a change. That a button made it is not mentioned: nearly all are made so."""
    before = before_words(entry)
    way = "" if entry.is_sweep else way_words(entry.event.by)
    parts = [before and _("before: %(before)s") % {"before": before}, way]
    if entry.is_taken_back:
        parts.append(_("undone"))
    elif entry.event.sweep_id and entry.can_go_back:
        parts.append(
            _("can be undone until %(day)s") % {"day": dates.long_date(entry.until)}
        )
    return " · ".join(filter(None, parts))


def way_words(by: str) -> str:
    match by:
        case By.UNDO:
            return _("by an undo")
        case By.MERGE | By.SIGN_UP:
            return str(By(by).label)
        case By.RESET:
            return _("by a reset of the roadmap")
        case By.COURSE:
            return _("covered by a finished course")
        case By.STAGE:
            return _("with the whole stage")
        case By.PRESET:
            return _("from a profile")
        case By.CHECK:
            return _("from the placement check")
        case By.IMPORT:
            return _("from a CV")
    return ""


def back_words(entry: HistoryEntry) -> str:
    """What the button says that takes a change back, or nothing where there is no such button."""
    if not entry.can_go_back:
        return ""
    if entry.event.sweep_id and not entry.is_sweep:
        return str(WHOLE_SWEEPS[Sweep.Kind(entry.sweep.kind)])
    if entry.event.sweep_id or entry.is_newest:
        return _("Undo")
    return entry.kind.back_words(entry.event)


def undone_sweep_words(sweep: Sweep) -> str:
    if sweep.kind == Sweep.Kind.RESET:
        words = _("Undone: the reset of “%(name)s”. Later changes stay as they are.")
        return words % {"name": sweep.roadmap.name}
    if sweep.kind == Sweep.Kind.STAGE:
        words = _(
            "Undone: the steps of “%(name)s” are back to not started. Later changes stay as they are."
        )
        return words % {"name": sweep.stage_name or sweep.roadmap.name}
    if sweep.kind in CLAIMED_BY:
        words = _("Undone: %(name)s. Later changes stay as they are.")
        return words % {"name": sweep_name(sweep)}
    words = _(
        "Undone: what “%(name)s” covers is as it was before. Later changes stay as they are."
    )
    return words % {"name": sweep.course.name}
