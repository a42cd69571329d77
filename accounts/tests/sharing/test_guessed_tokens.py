"""Who guesses the address of a shared page finds nothing, and learns nothing from how it is answered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import SharedLink
from accounts.tests.sharing.links import make_link
from guide.models import Roadmap
from guide.tests.factory import make_roadmap, make_step
from tests.examples import scaled_count
from web.tokens import new_token

pytestmark = pytest.mark.django_db


@pytest.mark.load
def test_guesses_find_nothing(signed_in, road):
    """100,000 in a long run."""
    address = make_link(signed_in, road)
    token, today = address.split("/")[2], timezone.localdate()
    near = [token[:-1], token + "A", token.swapcase(), token[::-1], token.lower(), "", "%", "_" * 32]  # fmt: skip

    guesses = [*near, *(new_token() for _ in range(scaled_count(5000)))]

    links = SharedLink.objects
    assert [guess for guess in guesses if links.of_token(guess, today)] == []
    assert links.of_token(token, today) == links.get()


def not_shared(client, road):
    """An address of each kind that answers nothing."""
    shared, withdrawn, expired = (make_link(client, road) for _ in range(3))
    hidden_road = make_roadmap([make_step()], slug="hidden")
    hidden = make_link(client, hidden_road)
    _shared, link, other, _hidden = SharedLink.objects.order_by("pk")
    link.delete()
    SharedLink.objects.filter(pk=other.pk).update(
        expires_on=timezone.localdate() - timedelta(days=1)
    )
    Roadmap.objects.filter(pk=hidden_road.pk).update(published=False)
    near = shared[:-2] + ("A" if shared[-2] != "A" else "B") + "/"
    return [f"/shared/{new_token()}/", withdrawn, expired, hidden, near]


@pytest.mark.both_databases
def test_whatever_is_not_shared_asks_the_database_the_same(signed_in, road):
    """One search of the index by the hash: it cannot say how much of a guess was right, nor what was there once."""
    addresses = not_shared(signed_in, road)

    def work_of(path):
        with CaptureQueriesContext(connection) as asked:
            answer = Client().get(path)
        statements = [query["sql"].partition("token_hash")[0] for query in asked]
        return answer.status_code, len(answer.content), statements

    for name in ("", "badge.svg", "card.png", "resume.json"):
        made = [work_of(f"{address}{name}") for address in addresses]
        assert made == [made[0]] * 5
        assert made[0][0] == 404
        assert sum("accounts_sharedlink" in sql for sql in made[0][2]) == 1
