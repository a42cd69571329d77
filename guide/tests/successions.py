"""Steps that are split and merged in tests."""

from guide.step_succession import Succession, SuccessionPart


def unsaved(like, slug, **fields):
    names = {"slug": slug, "name_en": slug.title(), "name_zh": slug}
    figures = {
        "hours_low": 4,
        "hours_high": 8,
        "track": like.track,
        "source": like.source,
    }
    return type(like)(**names, **figures, **fields)


def split(old, *steps, criteria=None, skills=()):
    parts = [SuccessionPart(step, skills) for step in steps]
    return Succession([old], parts, criteria or {}).run()


def merge(olds, into, criteria=None, skills=()):
    return Succession(olds, [SuccessionPart(into, skills)], criteria or {}).run()


def said(changes):
    return {change.row.slug: change.sentences for change in changes.values()}
