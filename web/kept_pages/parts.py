"""Parts of pages that depend on the visitor."""

from collections.abc import Callable, Hashable
from itertools import count
from typing import NamedTuple

from django.utils.safestring import SafeString

from web.kept_pages.editions import Edition, current_edition
from web.kept_pages.memory import MEMORY
from web.kept_pages.texts import keep_text, leave_hole, text_in_keeping

# Each place on a kept page has a number of its own, so that no other page is filled with its HTML.
PLACES = count()


class Unkept(NamedTuple):
    """Values whose HTML is made for one visitor and not kept: what they wrote, what happens once."""

    values: Hashable


class VisitorPart(NamedTuple):
    """`values`: of the request and the arguments, all that the part shows of the visitor; they can be hashed.
    `html`: of these values and the arguments. It knows no request, so the HTML cannot depend on anything else."""

    name: str
    values: Callable[..., Hashable]
    html: Callable[..., str]

    def shown(self, request, *args) -> SafeString:
        """For a template: a mark while the page is being kept, else the HTML of this visitor."""
        if keeping := text_in_keeping():
            hole = PartHole(self, args, keeping.edition, next(PLACES))
            return leave_hole(keeping, hole)
        text = PartHole(self, args, None, 0).fill(request).decode()
        return SafeString(text)

    def kept_html(self, place: Hashable, values: Hashable, *args) -> SafeString:
        """For an answer to a press: the HTML of these values, kept for this `place` of the edition."""
        edition = current_edition()
        text = MEMORY.get_or_make(
            edition,
            (self.name, place, values),
            lambda: keep_text(edition, lambda: self.html(values, *args)),
        )
        return SafeString(text.fill(None).decode())


class PartHole(NamedTuple):
    """The place of a part on a kept page. `args`: of the page, the same for every visitor."""

    part: VisitorPart
    args: tuple
    edition: Edition | None  # None on a page that is made for one visitor
    place: int

    def fill(self, request) -> bytes:
        values = self.part.values(request, *self.args)
        if isinstance(values, Unkept):
            return self.make(values.values).fill(request)
        if self.edition is None:
            return self.make(values).fill(request)
        key = self.place, values
        text = MEMORY.get_or_make(self.edition, key, lambda: self.make(values))
        return text.fill(request)

    def make(self, values):
        return keep_text(self.edition, lambda: self.part.html(values, *self.args))
