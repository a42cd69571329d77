"""Figures of pay for tests."""

from guide.tests.factory import make_salary, make_source

PERCENTILES = {
    "kind": "percentiles",
    "mid": None,
    "p10": 10,
    "p25": 20,
    "p50": 30,
    "p75": 40,
    "p90": 50,
}


def make_percentiles(**fields):
    source = fields.pop("source", None) or make_source(
        kind="official", publisher="An office"
    )
    return make_salary(
        source=source, **{**PERCENTILES, "country": "US", "currency": "USD", **fields}
    )


def make_band(**fields):
    return make_salary(
        **{"kind": "advertised", "mid": None, "low": 40000, "high": 60000, **fields}
    )


def body(response):
    return b"".join(response.streaming_content).decode()
