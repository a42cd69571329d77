"""Who guesses the address of a shared page finds nothing, and learns nothing from how it is answered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import SharedLink
from accounts.tests.sharing.links import make_link
from tests.examples import scaled_count
from web.tokens import new_token

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


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


def test_unknown_withdrawn_and_expired_ask_the_database_the_same(signed_in, road):
    """One search of the index by the hash: it cannot say how much of a guess was right."""
    withdrawn, expired = make_link(signed_in, road), make_link(signed_in, road)
    link, other = SharedLink.objects.order_by("pk")
    link.delete()
    other.expires_on = timezone.localdate() - timedelta(days=1)
    other.save()

    def work_of(path):
        with CaptureQueriesContext(connection) as asked:
            answer = Client().get(path)
        statements = [query["sql"].partition("token_hash")[0] for query in asked]
        return answer.status_code, len(answer.content), statements

    for name in ("", "badge.svg", "card.png", "resume.json"):
        made = [work_of(f"{path}{name}") for path in (withdrawn, expired, f"/shared/{new_token()}/")]  # fmt: skip
        assert made[0] == made[1] == made[2]
        assert made[0][0] == 404
        assert sum("accounts_sharedlink" in sql for sql in made[0][2]) == 1
