"""The question of a plan as an address holds it. What cannot be is said and left out; the rest still applies."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.plan.wishes import HOUR, WEEKDAYS, PlanWishes
from guide import dates
from guide.formats import language_name
from guide.forms import Filter, KnownChoiceField
from guide.planner.offers import CENTS
from guide.planner.question import COURSES, HOURS, MONEY
from guide.planner.weeks import Pause
from guide.roadmaps.roadmap_map import line_map
from web.bounds import is_figure
from web.choices import MOST_HOURS
from web.plain_digits import PlainDigits, WholeNumberField, plain_digits

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2099, 12, 31)
MOST_BUDGET = 1_000_000
MOST_PAUSES = 20
# Courses, providers and steps that one address may name.
MOST_NAMED = 200
DAY_RANGE = _("Write a day from 2020 to 2099 as year, month and day: 2026-11-30.")
DAY_HOURS = _("Enter hours from 0 to 24, such as 1.5.")
WEEK_HOURS = _("Enter a whole number from 1 to 80.")
BUDGET = _(
    "Enter an amount from 0 to one million in digits alone, such as 1000 or 99.50."
)
GOALS = [
    (MONEY, _("least money")),
    (HOURS, _("fewest hours of courses")),
    (COURSES, _("fewest courses")),
]


class DayField(PlainDigits, forms.DateField):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs):
        errors = {"invalid": DAY_RANGE}
        formats = ["%Y-%m-%d"]
        super().__init__(
            required=False, input_formats=formats, error_messages=errors, **kwargs
        )

    def validate(self, value):
        super().validate(value)
        if value and not FIRST_DAY <= value <= LAST_DAY:
            raise forms.ValidationError(DAY_RANGE)


class FigureField(PlainDigits, forms.DecimalField):
    """A number in plain digits, of at most two decimals."""

    widget = forms.TextInput({"inputmode": "decimal"})

    def __init__(self, message, **kwargs):
        self.message = message
        names = "invalid", "min_value", "max_value", "max_decimal_places"
        errors = dict.fromkeys(names, message)
        super().__init__(
            required=False, decimal_places=2, error_messages=errors, **kwargs
        )

    def to_python(self, value):
        if value and not is_figure(plain_digits(str(value))):
            raise forms.ValidationError(self.message)
        return super().to_python(value)

    def widget_attrs(self, widget):
        return {}


def day_hours(label) -> FigureField:
    return FigureField(DAY_HOURS, label=label, min_value=0, max_value=24)


class ChoiceGroup(NamedTuple):
    name: str
    legend: str
    options: list[tuple[str, str]]


class PlanForm(Filter):
    roadmap = KnownChoiceField(label=_("Roadmap"), required=False)
    hours = WholeNumberField(
        label=_("Hours a week"),
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WEEK_HOURS),
    )
    mon = day_hours(_("Monday"))
    tue = day_hours(_("Tuesday"))
    wed = day_hours(_("Wednesday"))
    thu = day_hours(_("Thursday"))
    fri = day_hours(_("Friday"))
    sat = day_hours(_("Saturday"))
    sun = day_hours(_("Sunday"))
    more_hours = WholeNumberField(
        label=_("Hours a week at first"),
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WEEK_HOURS),
    )
    more_until = DayField(label=_("until"))
    start = DayField(label=_("Start"))
    latest = DayField(label=_("Done by, at the latest"))
    budget = FigureField(
        BUDGET, label=_("Budget"), min_value=0, max_value=MOST_BUDGET, max_digits=20
    )
    currency = KnownChoiceField(label=_("Currency"), required=False)
    first = KnownChoiceField(
        label=_("What matters first"), required=False, choices=GOALS
    )
    free = forms.BooleanField(label=_("only free courses"), required=False)
    certificate = forms.BooleanField(
        label=_("only courses with a certificate"), required=False
    )
    known_only = forms.BooleanField(
        label=_("only courses whose price and length are known"), required=False
    )

    def __init__(self, data, preset: PlanWishes, known):
        """`preset`: what holds where the address says nothing. `known`: a KnownNames."""
        self.preset, self.known = preset, known
        self.notes: list[str] = []
        super().__init__(data)
        self.fields["roadmap"].choices = known.roadmaps
        self.fields["currency"].choices = known.currencies

    @cached_property
    def wishes(self) -> PlanWishes:
        """What was asked for, with the preset where nothing was or what was cannot be."""
        given = self.valid_values()
        self.notes = []
        wishes = self.preset.but(
            **{name: given[name] for name in PLAIN_FIELDS if name in given},
            free=given.get("free", False),
            certificate=given.get("certificate", False),
            known_only=given.get("known_only", False),
            weekdays=self.weekday_minutes(given),
            pauses=self.read_pauses(),
            pinned=self.names_in("pin", self.known.courses),
            left_out=self.names_in("out", self.known.courses),
            given_up=self.names_in("without", self.known.steps),
            providers_out=self.names_in("provider_out", self.known.providers),
        )
        wishes = self.without_contradiction(wishes)
        if "budget" in given:
            wishes = wishes.but(budget=int(given["budget"] * CENTS))
        if {"language", "first"} & self.data.keys():
            codes = self.names_in("language", self.known.languages)
            wishes = wishes.but(languages=codes)
        return self.within_reach(wishes)

    def weekday_minutes(self, given) -> tuple[int, ...]:
        """Empty where the days are alike."""
        if not any(name in given for name in WEEKDAYS):
            return ()
        minutes = tuple(
            int(given.get(name, Decimal(0)) * HOUR + Decimal("0.5"))
            for name in WEEKDAYS
        )
        if not any(minutes):
            self.notes.append(gettext("At least one day of the week needs hours."))
            return ()
        return minutes

    def without_contradiction(self, wishes: PlanWishes) -> PlanWishes:
        both = {*wishes.pinned} & {*wishes.left_out}
        for key in sorted(both):
            words = gettext("“%(name)s” must be in and is left out at once: it stays.")
            self.notes.append(words % {"name": self.known.name_of(key)})
        left_out = (key for key in wishes.left_out if key not in both)
        return wishes.but(left_out=tuple(left_out))

    def within_reach(self, wishes: PlanWishes) -> PlanWishes:
        if wishes.latest and wishes.latest < wishes.start:
            words = gettext(
                "“Done by” is before the start on %(day)s, so it was left out."
            )
            self.notes.append(words % {"day": dates.long_date(wishes.start)})
            return wishes.but(latest=None)
        return wishes

    def names_in(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        sent = [value for value in self.data.getlist(name) if value]
        names = [value for value in dict.fromkeys(sent[:MOST_NAMED]) if value in known]
        unknown = [value for value in sent[:MOST_NAMED] if value not in known]
        for value in unknown[:3]:
            words = gettext("“%(name)s” is not known here, so it was left out.")
            self.notes.append(words % {"name": value[:60]})
        if len(unknown) > 3:
            more = len(unknown) - 3
            words = ngettext(
                "%(n)s other name is not known here.",
                "%(n)s other names are not known here.",
                more,
            )
            self.notes.append(words % {"n": more})
        return tuple(sorted(names))

    def read_pauses(self) -> tuple[Pause, ...]:
        """Each needs both days; one alone, an impossible day and one that ends before it begins are said."""
        typed = self.typed_pauses
        if len(typed) > MOST_PAUSES:
            words = gettext("At most %(n)s pauses count; the others were left out.")
            self.notes.append(words % {"n": MOST_PAUSES})
        pauses = {self.read_pause(*days) for days in typed[:MOST_PAUSES]} - {None}
        return tuple(sorted(pauses, key=lambda pause: (pause.first, pause.last)))

    @property
    def typed_pauses(self) -> list[tuple[str, str]]:
        """As they were sent, but for the rows that were left empty."""
        sent = (self.data.getlist(name) for name in ("pause_from", "pause_to"))
        pairs = zip_longest(*sent, fillvalue="")
        return [days for days in pairs if any(day.strip() for day in days)]

    def read_pause(self, first: str, last: str) -> Pause | None:
        try:
            days = [DayField().clean(text) for text in (first, last)]
        except forms.ValidationError as error:
            self.notes.extend(error.messages)
            return None
        if None in days:
            words = gettext("A pause needs its first and its last day.")
            self.notes.append(words)
            return None
        if days[1] < days[0]:
            words = gettext(
                "The pause from %(first)s ends before it begins, so it was left out."
            )
            self.notes.append(words % {"first": dates.long_date(days[0])})
            return None
        return Pause(*days)

    @property
    def filled(self) -> "PlanForm":
        """Itself where something is wrong, so that it can be mended; else with all that holds, presets too."""
        if self.errors or self.notes:
            return self
        filled = FilledForm(QueryDict(self.wishes.query), self.preset, self.known)
        filled.wishes = self.wishes
        return filled

    @property
    def roadmap_map(self):
        return line_map(self.wishes.roadmap)

    @property
    def day_fields(self):
        return [self[name] for name in WEEKDAYS]

    @property
    def language_boxes(self) -> list[tuple[str, str, bool]]:
        chosen = self.wishes.languages
        return [
            (code, language_name(code), code in chosen) for code in self.known.languages
        ]

    @property
    def kept_choices(self) -> list[ChoiceGroup]:
        """What the question names, so that it stays when the form is sent."""
        wishes = self.wishes
        groups = [
            ("pin", gettext("Courses that must be in"), wishes.pinned),
            ("out", gettext("Courses left out"), wishes.left_out),
            ("provider_out", gettext("Providers left out"), wishes.providers_out),
            ("without", gettext("Steps without a course"), wishes.given_up),
        ]
        return [
            ChoiceGroup(name, legend, [(key, self.known.name_of(key)) for key in keys])
            for name, legend, keys in groups
            if keys
        ]

    @property
    def shown_pauses(self) -> list[tuple[str, str]]:
        """The pauses of the question, as they were typed where something is wrong, and room for another one."""
        if self.errors or self.notes:
            rows = self.typed_pauses[:MOST_PAUSES]
        else:
            pauses = self.wishes.pauses
            rows = [(p.first.isoformat(), p.last.isoformat()) for p in pauses]
        return [*rows, ("", "")] if len(rows) < MOST_PAUSES else rows


class FilledForm(PlanForm):
    """It holds what was read already, so nothing in it is read again, and nothing can be wrong."""

    def full_clean(self):
        self._errors, self.cleaned_data = ErrorDict(), {}


PLAIN_FIELDS = (
    "roadmap", "hours", "more_hours", "more_until", "start", "latest", "currency", "first",
)  # fmt: skip
