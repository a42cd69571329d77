"""The words of the history: what a change was, what holds, and what a button brings back."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.history.entries import Entry
from accounts.models import (
    By,
    CourseProgress,
    CriterionTick,
    Kind,
    ProgressEvent,
    State,
    Sweep,
)
from guide import dates
from guide.durations import change_of_time, time_spent
from guide.models.fields import Level

NOTHING_BACK = gettext_lazy(
    "Nothing to take back: it is so already, or less is left than was added."
)


def value_words(kind: str, value: str) -> str:
    """A value of an event, as a learner knows it."""
    match kind:
        case Kind.STATE:
            return State(value).label
        case Kind.CRITERION:
            return CriterionTick.State(value).label
        case Kind.COURSE:
            return CourseProgress.State(value).label
        case Kind.SKILL:
            return Level(int(value)).label if value != "0" else _("no level")
        case Kind.HOURS:
            return time_spent(int(value))
        case Kind.LINK:
            return _("The link is there") if value else _("The link is not there")
    return _("version %(n)s") % {"n": value}


def change_words(entry: Entry) -> str:
    event = entry.event
    match event.kind:
        case _ if entry.is_sweep:
            return sweep_words(entry)
        case Kind.CRITERION if event.after == CriterionTick.State.TICKED:
            return _("Ticked: “%(text)s”") % {"text": event.criterion.text}
        case Kind.CRITERION:
            return _("No longer ticked: “%(text)s”") % {"text": event.criterion.text}
        case Kind.SKILL:
            return skill_words(event)
        case Kind.HOURS:
            return change_of_time(int(event.after) - int(event.before))
        case Kind.NOTE:
            return note_words(event)
        case Kind.LINK:
            return _("Link added") if event.after else _("Link removed")
    return value_words(event.kind, event.after)


def skill_words(event: ProgressEvent) -> str:
    if event.after == "0":
        return _("No longer known")
    return _("Known: %(level)s") % {"level": value_words(event.kind, event.after)}


def note_words(event: ProgressEvent) -> str:
    if event.before == "0":
        return _("Note written")
    return _("Note changed") if event.note else _("Note emptied")


def sweep_words(entry: Entry) -> str:
    is_reset = entry.sweep.kind == Sweep.Kind.RESET
    if not entry.event.sweep_id:
        return _("Reset taken back") if is_reset else _("What it covers taken back")
    what = _("Back to the start") if is_reset else _("What it covers is known")
    return _("%(what)s: %(amounts)s") % {
        "what": what,
        "amounts": amounts_words(entry.amounts),
    }


def amounts_words(amounts) -> str:
    steps, ticks, skills = (
        amounts.get(kind, 0) for kind in (Kind.STATE, Kind.CRITERION, Kind.SKILL)
    )
    parts = [
        steps and ngettext("%(n)s step", "%(n)s steps", steps) % {"n": steps},
        ticks and ngettext("%(n)s tick", "%(n)s ticks", ticks) % {"n": ticks},
        skills and ngettext("%(n)s skill", "%(n)s skills", skills) % {"n": skills},
    ]
    return " · ".join(filter(None, parts))


def before_words(entry: Entry) -> str:
    """What held before, where that says more than the change itself."""
    if entry.is_sweep or entry.event.kind not in (Kind.STATE, Kind.COURSE, Kind.SKILL):
        return ""
    return value_words(entry.event.kind, entry.before)


def meta_words(entry: Entry) -> str:
    """What is worth knowing beside a change: not that it was pressed, as nearly all are."""
    before, way = (
        before_words(entry),
        "" if entry.is_sweep else way_words(entry.event.by),
    )
    parts = [before and _("before: %(before)s") % {"before": before}, way]
    if entry.is_taken_back:
        parts.append(_("taken back"))
    elif entry.event.sweep_id and entry.can_go_back:
        parts.append(
            _("can be undone until %(day)s") % {"day": dates.dated(entry.until)}
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
    return ""


def back_words(entry: Entry) -> str:
    """What the button says that takes a change back, or nothing where there is no such button."""
    if not entry.can_go_back:
        return ""
    if entry.event.sweep_id and not entry.is_sweep:
        is_reset = entry.sweep.kind == Sweep.Kind.RESET
        return (
            _("Undo the whole reset")
            if is_reset
            else _("Undo all that the course covers")
        )
    if entry.event.sweep_id or entry.is_newest:
        return _("Undo")
    if entry.event.kind == Kind.NOTE:
        return _("Back to the text before")
    return _("Back to “%(value)s”") % {
        "value": value_words(entry.event.kind, entry.before)
    }


def now_words(event: ProgressEvent, value: str) -> str:
    """What holds now, in a sentence; for a page that was out of date."""
    match event.kind:
        case Kind.NOTE:
            return _("Your note has been changed since: version %(n)s stands now.") % {
                "n": value
            }
        case Kind.LINK:
            return (
                _("The link is there again.")
                if value
                else _("The link is not there any more.")
            )
    return _("“%(value)s” holds now.") % {"value": value_words(event.kind, value)}


def undone_words(event: ProgressEvent, holds: str) -> str:
    """What holds again, now that a change is taken back."""
    about = {"name": (event.step or event.course or event.skill).name}
    match event.kind:
        case Kind.CRITERION if holds == CriterionTick.State.TICKED:
            return _("Taken back: “%(text)s” is ticked again.") % {
                "text": event.criterion.text
            }
        case Kind.CRITERION:
            return _("Taken back: “%(text)s” is no longer ticked.") % {
                "text": event.criterion.text
            }
        case Kind.HOURS:
            about["time"] = change_of_time(int(event.after) - int(event.before))
            return _("Taken back: %(time)s on “%(name)s”.") % about
        case Kind.NOTE:
            return (
                _("Taken back: the note on “%(name)s” is again as it was before.")
                % about
            )
        case Kind.LINK if holds:
            return _("Taken back: the link on “%(name)s” is there again.") % about
        case Kind.LINK:
            return _("Taken back: the link on “%(name)s” is no longer there.") % about
    return _("Taken back: “%(name)s” is “%(value)s” again.") % {
        **about,
        "value": value_words(event.kind, holds),
    }


def undone_sweep_words(sweep: Sweep) -> str:
    if sweep.kind == Sweep.Kind.RESET:
        words = _(
            "Taken back: the reset of “%(name)s”. What you changed since then stays as it is."
        )
        return words % {"name": sweep.roadmap.name}
    words = _(
        "Taken back: what “%(name)s” covers is as it was. What you changed since then stays as it is."
    )
    return words % {"name": sweep.course.name}
