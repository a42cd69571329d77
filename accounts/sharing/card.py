"""The card of a shared roadmap: towards which role, how far, and every stop."""

from django.utils.translation import gettext as _

from accounts.sharing.shared_view import SharedView
from guide.models.text import Text
from guide.roadmaps.strip import PASSED
from web.cards.drawing import Bead, draw_card
from web.cards.letters import first_drawn


def shared_card(shared: SharedView) -> bytes:
    roadmap, count = shared.link.roadmap, shared.path.count
    words = _("%(done)s of %(total)s steps · %(roadmap)s") % {
        "done": count.done,
        "total": count.total,
        "roadmap": drawn_name(roadmap),
    }
    title = _("On the way to %(role)s") % {"role": drawn_name(roadmap.role)}
    states = shared.progress.states
    beads = [
        Bead(stop.step.track.order, states.get(stop.step_id) in PASSED)
        for stop in shared.path.map.stops
    ]
    return draw_card(title, words, beads)


def drawn_name(record) -> str:
    """In the language of the page, in the other one where the font lacks a letter of it."""
    own: Text = record.name
    return first_drawn([str(own), record.name_en, record.name_zh])
