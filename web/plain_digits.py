"""Digits of other writings, as input methods type them, read as 0 to 9 wherever a form takes a number or a code."""

import unicodedata

from django import forms

# Signs that stand among digits, as Chinese and Japanese input methods type them.
SIGNS = str.maketrans("．。｡－−﹣＋，／：\u3000", "...---+,/: ")


def plain_digits(text: str) -> str:
    """The text with digits and signs in ASCII, without what nobody sees; other letters stay as they are."""
    return "".join(
        plain_digit(letter)
        for letter in text.translate(SIGNS)
        if unicodedata.category(letter) != "Cf"
    )


def plain_digit(letter: str) -> str:
    value = None if letter.isascii() else unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


class PlainDigits:
    """A field whose text is a number, a day or a code; before another class of field."""

    def to_python(self, value):
        return super().to_python(
            plain_digits(value) if isinstance(value, str) else value
        )


class WholeNumberField(PlainDigits, forms.IntegerField):
    """Typed as text: a number input keeps full-width digits, and what it cannot read, to itself."""

    widget = forms.TextInput

    def widget_attrs(self, widget):
        return {"inputmode": "numeric"}


class OneTimeCodeField(PlainDigits, forms.CharField):
    """The code of an app or of a list, with or without the blanks that part its digits there."""

    def to_python(self, value):
        return "".join(super().to_python(value).split())
