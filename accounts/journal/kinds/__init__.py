"""All kinds of what a learner writes or changes, each with what it knows of itself in one file.

Pages, history, undo, guest drafts and exports ask the kind, or loop over KINDS; none of them tells kinds apart.
To add a kind:
1. add its value to `accounts.models.Kind`, and its model, which writes a ProgressEvent with each change;
2. write a file here with a subclass of `LatestKind` (one value a subject, the last one counts) or of `ChangeKind`,
   answer what base.py asks where the usual answer is not yours, and make one instance of it, such as NOTE;
3. put that instance into KINDS below, at the place where a list of amounts shall name it;
4. where it has a form of its own, write its view beside the others, such as note_views.py, and its template;
5. run accounts/tests/journal/test_kinds.py: it walks all kinds and says what is still missing.
"""

from collections.abc import Mapping

from accounts.journal.kinds.base import ChangeKind
from accounts.journal.kinds.course import COURSE
from accounts.journal.kinds.criterion import CRITERION
from accounts.journal.kinds.hours import HOURS
from accounts.journal.kinds.link import LINK
from accounts.journal.kinds.note import NOTE
from accounts.journal.kinds.skill import SKILL
from accounts.journal.kinds.state import STATE

KINDS: dict[str, ChangeKind] = {
    each.kind: each for each in (STATE, CRITERION, COURSE, SKILL, NOTE, LINK, HOURS)
}
# The kinds that have a section on a page, by the name of that section in addresses and templates.
SECTIONS: dict[str, ChangeKind] = {
    each.section: each for each in KINDS.values() if each.section
}


def amount_words(amounts: Mapping[str, int]) -> list[str]:
    """How much there is of each kind, such as "3 steps"; what there is nothing of is left out."""
    return [
        kind.amount_words(amounts[name])
        for name, kind in KINDS.items()
        if amounts.get(name)
    ]
