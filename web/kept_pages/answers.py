"""The answer of a view: its kept page, filled for the visitor who asks."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from web.choices import Choices
from web.kept_pages.editions import Edition, current_edition
from web.kept_pages.memory import MEMORY
from web.kept_pages.strangers import strangers_request
from web.kept_pages.texts import Keeping, KeptText, keeping_text, split_text
from web.queries import query_of

# Characters of a query; pages of longer ones are made for each visitor.
LONGEST_QUERY = 1000


class KeptPage(KeptText):
    """A kept text with its status and headers. Only what was found is kept."""

    def __init__(self, response, keeping: Keeping):
        text = split_text(response.content, keeping)
        may_be_kept = response.status_code == 200 and not response.cookies
        super().__init__(text.pieces, may_be_kept)
        self.status, self.headers = response.status_code, dict(response.headers)
        self.size += len(keeping.holes) * 500

    def response_to(self, request) -> HttpResponse:
        return HttpResponse(
            self.fill(request), status=self.status, headers=self.headers
        )


@dataclass(frozen=True)
class KeptView:
    """`parameters`: that the view reads; `choices`: names of those of the visitor that the whole page depends on."""

    view: Callable[..., HttpResponse]
    parameters: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()

    def answer(self, request, *args, **kwargs) -> HttpResponse:
        query = query_of(request, self.parameters)
        if not settings.KEPT_TEXT_BYTES or len(query) > LONGEST_QUERY:
            return self.view(request, *args, **kwargs)
        edition, choices = current_edition(), self.choices_of(request)

        def make() -> KeptPage:
            stranger = strangers_request(request, query.removeprefix("?"), choices)
            return self.kept_page(edition, stranger, *args, **kwargs)

        key = request.META.get("SCRIPT_NAME", ""), request.path_info, query, choices
        return MEMORY.get_or_make(edition, key, make).response_to(request)

    def choices_of(self, request) -> Choices:
        if not self.choices:
            return Choices()
        return Choices(
            **{name: getattr(request.choices, name) for name in self.choices}
        )

    def kept_page(self, edition: Edition, stranger, *args, **kwargs) -> KeptPage:
        with keeping_text(edition) as keeping:
            response = self.view(stranger, *args, **kwargs)
        return KeptPage(response, keeping)
