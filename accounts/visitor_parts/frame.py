"""The parts of every page: the theme, the links of the header and the messages."""

from typing import NamedTuple

from django.contrib.messages import get_messages

from accounts.preferences.learner_settings import has_own_pages, learner_settings
from accounts.preferences.theme import browser_theme
from guide.desk.public_pages import edit_address
from web.access import is_signed_in
from web.kept_pages.parts import Unkept


class ThemeValues(NamedTuple):
    theme: str  # "light", "dark" or empty


class NavigationValues(NamedTuple):
    asked: str  # what the link to the salaries asks for


class HeaderValues(NamedTuple):
    has_path: bool  # whether “My path” leads to anything
    is_signed_in: bool
    edit_address: str = ""  # of what the page shows, for staff who may change it


class MessageValues(NamedTuple):
    messages: tuple


def theme_values(request, _page) -> ThemeValues:
    return ThemeValues(browser_theme(request))


def navigation_values(request, _page) -> NavigationValues:
    currency = learner_settings(request).currency
    return NavigationValues(f"?currency={currency}" if currency else "")


def header_values(request, _page) -> HeaderValues:
    if not is_signed_in(request):
        return HeaderValues(has_own_pages(request), is_signed_in=False)
    address = edit_address(request.resolver_match, request.user)
    return HeaderValues(has_path=True, is_signed_in=True, edit_address=address)


def message_values(request, _page) -> MessageValues | Unkept:
    """Said once, to one visitor."""
    messages = MessageValues(tuple(get_messages(request)))
    return Unkept(messages) if messages.messages else messages
