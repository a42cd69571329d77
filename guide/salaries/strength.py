"""How well a figure of pay is proven, strongest first: by a state, by a number of adverts or answers, by a word."""

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guide.models import Salary, Source

# A band of fewer adverts than these leads no answer.
FEWEST_ADVERTS = 10


class Strength(TextChoices):
    OFFICIAL = "official", gettext_lazy("official")
    COUNTED = "counted", gettext_lazy("counted")
    ESTIMATE = "estimate", gettext_lazy("estimate")

    @property
    def rank(self) -> int:
        return list(Strength).index(self)

    @property
    def stop(self) -> str:
        """The mark beside the words, as on the map: full, half or empty."""
        return ("full", "half", "empty")[self.rank]


def strength_of(salary: Salary) -> Strength:
    """Adverts and surveys without a number of answers are the word of their publisher."""
    if salary.evidence == Salary.Evidence.OFFICIAL:
        return Strength.OFFICIAL
    if (
        salary.evidence == Salary.Evidence.ADVERTISED
        or salary.source.kind == Source.Kind.SURVEY
    ):
        return Strength.COUNTED
    return Strength.ESTIMATE


def strength_label(salary: Salary) -> str:
    """In one word what stands behind a figure."""
    if salary.evidence == Salary.Evidence.ADVERTISED:
        return _("adverts")
    if strength_of(salary) == Strength.COUNTED:
        return _("survey")
    return str(strength_of(salary).label)


# What says that a band of adverts rests on a few, however often they were counted.
FEW_ADVERTS_CODES = {Salary.Caution.REPEATED_ADS, Salary.Caution.FEW_DISTINCT}


def is_well_counted(salary: Salary) -> bool:
    """Whether it may lead an answer: adverts and surveys only with their number, and not those of a few adverts."""
    return strength_of(salary) != Strength.COUNTED or (
        (salary.sample_size or 0) >= FEWEST_ADVERTS
        and not FEW_ADVERTS_CODES & set(salary.cautions.split())
    )
