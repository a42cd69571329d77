"""Texts in two languages: a pair of columns, read through one descriptor."""

import re

from django.utils.translation import get_language

LANGUAGES = ("en", "zh")
CHINESE = re.compile("[\u4e00-\u9fff]")


def active_language():
    """The column suffix of the active language: "en" or "zh"."""
    return "zh" if (get_language() or "en").startswith("zh") else "en"


class Text(str):
    """A string with its language, so that templates can set `lang` where it differs from that of the page."""

    language: str

    def __new__(cls, value, language):
        text = super().__new__(cls, value)
        text.language = language
        return text

    @property
    def html_language(self):
        """The value of the HTML attribute `lang`."""
        return "zh-Hans" if self.language == "zh" else self.language

    @property
    def is_foreign(self):
        return bool(self) and self.language != active_language()


def in_active_language(en, zh):
    """The Chinese text if the language is Chinese and there is one, else the English text."""
    return Text(zh, "zh") if zh and active_language() == "zh" else Text(en, "en")


def in_its_letters(text):
    """A text that stands in one language only, by its letters: Chinese if one of them is, else English."""
    return Text(text, "zh" if CHINESE.search(text) else "en")


def title_in_language(own, chinese):
    """A title as it stands, or what Chinese readers call it. Names of firms may have the same letters in both."""
    return in_its_letters(chinese if chinese and active_language() == "zh" else own)


def first_language(codes):
    """The first of several codes with a space between them: that of a title."""
    return next(iter(codes.split()), "en")


class FigurePlaces:
    """What puts the figures of today in their places in a text. The app sets it: figures are asked of models."""

    fill = staticmethod(str)


class Translated:
    """Reads `<name>_zh` or `<name>_en`: the active language where it has a text, else English.

    The figures in it are those of today: {hours:sql-databases} stands for 45–90.
    """

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        text = in_active_language(
            getattr(instance, f"{self.name}_en"), getattr(instance, f"{self.name}_zh")
        )
        return Text(FigurePlaces.fill(text), text.language) if "{" in text else text
