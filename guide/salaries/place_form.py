"""“Where am I?” The form that takes a reader's own pay. The amount is placed among figures and stored nowhere."""

from decimal import Decimal

from babel.numbers import get_territory_currencies
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from guide.forms import KnownChoiceField, PlainSelect
from guide.models.fields import CURRENCIES
from guide.models.text import active_language
from guide.salaries.conversion import DisplayUnits, Prices
from guide.salaries.figure import Figure
from guide.salaries.forms import SalaryFilter, currency_choices
from guide.salaries.own_pay import pay_beside_figure
from guide.salaries.placement import Answer, place_amount
from guide.salaries.typed_pay import LONGEST, TypedPay, read_typed_pay

LONGEST_QUERY = 500
MOST = Decimal(10) ** 12


def currency_at_hand(units: DisplayUnits, country: str) -> str:
    """What the field of the currency says first: the one the figures are shown in, else that of their country."""
    known = [code for code, _label in currency_choices()]
    home = "CNY" if active_language() == "zh" else "USD"
    local = get_territory_currencies(country) if country else []
    wanted = [units.currency, *local, home]
    return next((code for code in wanted if code in known), "")


class TypedPayField(forms.CharField):
    """Cleans to a TypedPay."""

    def to_python(self, value) -> TypedPay | None:
        text = super().to_python(value)
        if not text:
            return None
        if len(text) > LONGEST:
            raise ValidationError(
                _("That is too long for an amount. Write it in digits, such as 52000.")
            )
        typed = read_typed_pay(text)
        if typed.amount > MOST:
            raise ValidationError(
                _("That is more than anybody is paid. Write a smaller amount.")
            )
        return typed


class FigureSelect(PlainSelect):
    """Figures under headings, so that the line of each is short enough for a phone."""

    def render(self, name, value, attrs=None, renderer=None):
        rows = (
            (group, format_html_join("", '<option value="{}">{}</option>', figures))
            for group, figures in self.choices
        )
        groups = format_html_join("", '<optgroup label="{}">{}</optgroup>', rows)
        own = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(own), groups)


class PlaceForm(forms.Form):
    amount = TypedPayField(
        label=_("Your pay"),
        widget=forms.TextInput({"autocomplete": "off", "maxlength": LONGEST}),
        error_messages={"required": _("Write the amount in digits, such as 52000.")},
    )
    paid_in = KnownChoiceField(label=_("Currency"), required=False)
    figure = forms.SlugField(label=_("among"), max_length=100, widget=FigureSelect)
    currency = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)
    prices = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    back = forms.CharField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, *args, places=(), **kwargs):
        super().__init__(*args, label_suffix="", auto_id="place_%s", **kwargs)
        self.fields["figure"].widget.choices = list(places)
        self.fields["paid_in"].choices = currency_choices()

    @property
    def figures_query(self) -> str:
        """The query of the page that the visitor came from; values that the salaries page does not know are dropped."""
        return SalaryFilter(
            QueryDict(self.data.get("back", "")[:LONGEST_QUERY])
        ).file_query

    @property
    def has_choices(self) -> bool:
        return bool(self.fields["figure"].widget.choices)

    @property
    def display_units(self) -> DisplayUnits:
        currency, prices = self.cleaned_data["currency"], self.cleaned_data["prices"]
        return DisplayUnits(
            currency if currency in CURRENCIES else "",
            prices if prices in Prices.values else "",
        )

    def answer_within(self, figure: Figure) -> Answer | None:
        """Where the amount lies among a figure; None where it cannot be placed, and the form says why."""
        chosen = self.cleaned_data["paid_in"] or self.display_units.currency
        try:
            own = pay_beside_figure(self.cleaned_data["amount"], chosen, figure)
        except ValidationError as error:
            self.add_error("amount", error)
            return None
        return place_amount(own, figure)
