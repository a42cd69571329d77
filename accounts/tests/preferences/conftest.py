import pytest

from guide.models import ExchangeRate
from guide.tests.factory import make_source


@pytest.fixture
def rates(db):
    """The currencies that the salaries can be shown in."""
    bank = make_source()
    for currency in ("USD", "EUR", "CNY"):
        ExchangeRate.objects.create(
            currency=currency, kind="average", period="2025", per_usd=1, source=bank
        )
