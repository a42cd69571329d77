"""What a learner says of a skill."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.journal.kinds.latest import LatestKind
from accounts.models import Kind, ProgressEvent, SkillClaim
from guide.models import Skill
from guide.models.fields import Level

NO_LEVEL = str(SkillClaim.NOTHING)
NONE = str(SkillClaim.NONE)


def level_words(level: int) -> str:
    """“working”; what is said to be none differs from what nothing is said of."""
    match level:
        case SkillClaim.NOTHING:
            return _("no level")
        case SkillClaim.NONE:
            return pgettext("level of a skill", "none")
    return Level(level).label


class SkillKind(LatestKind):
    kind = Kind.SKILL
    model = SkillClaim
    subject_model = Skill
    subject_field = page_field = "skill"
    shows_before = True
    details = (
        "skill__slug",
        "skill__published",
        "skill__name_en",
        "skill__name_zh",
    )
    export_fields = {
        "skill": "skill__slug",
        "level": "level",
        "changed_at": "changed_at",
    }

    def value_words(self, value: str) -> str:
        return level_words(int(value))

    def change_words(self, event: ProgressEvent) -> str:
        if event.after == NO_LEVEL:
            return _("No longer known")
        if event.after == NONE:
            return _("Not known")
        return _("Known: %(level)s") % {"level": self.value_words(event.after)}

    def amount_words(self, amount: int) -> str:
        return ngettext("%(n)s skill", "%(n)s skills", amount) % {"n": amount}


SKILL = SkillKind()
