"""However long the texts of the records are, only a few of them are in memory together."""

import json
import tracemalloc

import pytest

from guide.models import Term
from guide.sync.fixture_set import Fixtures
from guide.sync.run import sync

TEXT = "x" * 99_000


def write(tmp_path, count, text):
    """Terms of 200,000 characters, with short ones of another model between them."""
    path = tmp_path / "a.json"
    terms = [
        {"slug": f"t{number}", "name_en": "T", "body_en": TEXT, "body_zh": text}
        for number in range(count)
    ]
    others = [{"slug": f"p{number}", "name_en": "P"} for number in range(count)]
    pairs = zip(terms, others, strict=True)
    models = "guide.term", "guide.provider"
    records = [
        {"model": model, "fields": fields}
        for pair in pairs
        for model, fields in zip(models, pair, strict=True)
    ]
    path.write_text(json.dumps(records))
    return path


def test_a_batch_ends_after_so_many_characters(tmp_path):
    spools = Fixtures().read([write(tmp_path, 50, TEXT)]).spools

    assert [len(batch.keys) for batch in spools["guide.term"].batches()] == [21, 21, 8]
    assert [len(batch.keys) for batch in spools["guide.provider"].batches()] == [50]


@pytest.mark.django_db
def test_a_load_holds_a_batch_and_not_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr("guide.sync.record_batches.BATCH_CHARACTERS", 500_000)
    sync(
        [write(tmp_path, 1, TEXT)]
    )  # what is imported and remembered once is no part of the measure

    for text in (TEXT, "other" + TEXT):
        path = write(tmp_path, 40, text)
        tracemalloc.start()
        sync([path])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (
            peak < 8_000_000
        )  # the file has as much, and a load without bounds takes three times that

    assert Term.objects.filter(body_zh="other" + TEXT).count() == 40
