"""Pages of a list. A page number that does not exist leads to the nearest page, with a message."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import ngettext

from web.plain_digits import plain_digits

LONGEST_NUMBER = 9  # digits that are looked at


@dataclass
class ListPage:
    page: Page
    message: str = ""

    def __iter__(self):
        return iter(self.page)

    @property
    def paginator(self):
        return self.page.paginator

    @property
    def elided_range(self):
        return self.paginator.get_elided_page_range(
            self.page.number, on_each_side=2, on_ends=1
        )


def page_number(asked: str | None) -> int:
    """0 where it is no number of a page."""
    digits = plain_digits(asked or "")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER
    return int(digits) if is_number else 0


def list_page(rows, asked: str | None, size: int) -> ListPage:
    paginator, number = Paginator(rows, size), page_number(asked)
    asked = asked if asked is None else plain_digits(asked)
    if asked is None or 1 <= number <= paginator.num_pages:
        return ListPage(paginator.page(number or 1))
    nearest = paginator.num_pages if number else 1
    message = ngettext(
        "There is no page “%(asked)s”: this is all.",
        "There is no page “%(asked)s”. Pages go from 1 to %(last)s.",
        paginator.num_pages,
    )
    return ListPage(
        paginator.page(nearest),
        message % {"asked": asked[:30], "last": paginator.num_pages},
    )
