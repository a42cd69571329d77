"""What a source says is never lost, however often the texts that cite it are written anew."""

import json
from collections import Counter

from tests.served import ROOT

# Of commit d6b30c4, before the chapters spoke to their readers.
AT_LEAST = {
    "article-000": 321,
    "article-001": 319,
    "article-002": 337,
    "article-003": 586,
    "article-004": 247,
}
IN_CHAPTERS = 333


def test_no_statement_of_a_source_is_lost():
    rows = json.loads((ROOT / "fixtures" / "11_citations.json").read_text("utf-8"))
    cited = [row["fields"] for row in rows]
    counted = Counter(fields["source"][0] for fields in cited)
    chapters = {
        row["fields"]["slug"]
        for row in json.loads(
            (ROOT / "fixtures" / "10_chapters.json").read_text("utf-8")
        )
        if row["model"] == "guide.chapter" and row["fields"]["published"]
    }
    from_chapters = [
        fields["subject_slug"] for fields in cited if fields["subject"] == "chapter"
    ]

    assert {
        source: counted[source]
        for source, least in AT_LEAST.items()
        if counted[source] < least
    } == {}
    assert len(from_chapters) >= IN_CHAPTERS
    assert set(from_chapters) <= chapters
    assert [
        fields
        for fields in cited
        if fields["statement"] and not (fields["passage_en"] and fields["passage_zh"])
    ] == []
