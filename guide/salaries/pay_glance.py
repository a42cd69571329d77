"""What other pages show of pay: the answer for one role and country, or the jobs beside it, as one small picture.

    {% include "guide/salaries/_glance.html" with glance=pay %}

Their pages load the sheet of the picture: {% include "guide/salaries/_pay_sheet.html" %} in the block `head`.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from guide import formats
from guide.models.text import active_language
from guide.salaries.catalogue import convertible_currencies
from guide.salaries.conversion import DisplayUnits
from guide.salaries.figure import Figure
from guide.salaries.pay_answer import PayAnswer, answer_pay, neighbours_in_pay
from guide.salaries.pay_picture import PayPicture, pay_pictures

# The country whose pay a page shows where nobody has chosen one: by the language of its address alone.
HOME_COUNTRIES = {"en": "US", "zh": "CN"}
HOME_CURRENCIES = {"en": "USD", "zh": "CNY"}


def country_at_hand(chosen: str | None = "") -> str:
    """What a reader has chosen (`request.choices.country`), else the country of the language."""
    return chosen or HOME_COUNTRIES[active_language()]


def units_at_hand(chosen: str | None = "") -> DisplayUnits:
    """What a reader has chosen (`request.choices.currency`), where there is a rate for it."""
    known = chosen if chosen in convertible_currencies() else ""
    return DisplayUnits(known or "")


@dataclass
class PayGlance:
    """The picture is None where the guide has no figure."""

    role: str
    country: str
    answer: PayAnswer
    picture: PayPicture | None

    @property
    def address(self) -> str:
        """The page with all figures."""
        asked = urlencode({"role": self.role, "country": self.country})
        return f"{reverse('guide:salaries')}?{asked}"

    @property
    def country_name(self) -> str:
        return formats.country_name(self.country)

    @property
    def in_sentence(self) -> str:
        """The country as after “of”: the United Kingdom."""
        return formats.country_in_sentence(self.country)


def pay_glance(role: str, country: str, units: DisplayUnits) -> PayGlance:
    """For the page of a role: the best-proven figure and the levels."""
    answer = answer_pay(role, country, units)
    pictures = pay_pictures(answer.figures, answer.all_jobs)
    return PayGlance(role, country, answer, next(iter(pictures), None))


def pay_beside(role: str, country: str, units: DisplayUnits) -> PayGlance:
    """For the home page: what all jobs pay and three near the role, official figures of one country and kind."""
    answer = answer_pay(role, country, units)
    near = neighbours_in_pay(role, country, units)
    pictures = pay_pictures(near, name_of=occupation_and_place)
    return PayGlance(role, country, answer, next(iter(pictures), None))


def occupation_and_place(figure: Figure) -> tuple[str, str]:
    return capfirst(str(figure.salary.occupation.name)), figure.place_in_country
