"""Why a draft was not published is kept once, and told to each reader in their own language."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from guide.models.refusal import REASONS, Refusal, kept_refusal, told_refusal

VALUES = {"points-nowhere": {"field": "guide.course.provider", "key": "edx"}}


@pytest.mark.parametrize("code", REASONS)
def test_it_is_told_as_it_was_raised_in_either_language(code):
    refusal = Refusal(code, **VALUES.get(code, {}))
    kept = kept_refusal(refusal)
    told = {}

    for language in ("en", "zh-hans"):
        with override(language):
            told[language] = told_refusal(kept)
            assert told[language] == " ".join(refusal.messages)

    assert told["en"] != told["zh-hans"]
    assert not told["zh-hans"].isascii()


def test_fields_are_named_and_those_that_are_gone_by_their_column():
    with override("zh-hans"):
        known, gone = (
            told_refusal(kept_refusal(Refusal("points-nowhere", field=path, key="edx")))
            for path in ("guide.course.provider", "guide.gone.shape")
        )

    assert known.startswith("课程平台：“edx”")
    assert gone.startswith("shape：“edx”")


def test_several_are_told_one_after_the_other():
    kept = kept_refusal(ValidationError([Refusal("gone"), ValidationError("Other.")]))

    assert told_refusal(kept) == "This record no longer exists. Other."


@pytest.mark.parametrize(
    "text", ["", "This record no longer exists.", "7", "[7]", '[["no-such", {}]]']
)
def test_what_was_kept_in_other_ways_stays_as_it_is(text):
    assert told_refusal(text) == text
