"""A link that moved for good: its new address goes into every record that readers see it in."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from guide.freshness.content_links import Use, content_links, links_in_text
from guide.models import Keyed, Link

MARKDOWN_SAFE = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E"})


def records_of(uses: Iterable[Use]) -> dict[Keyed, list[Use]]:
    """The records, each with its fields that hold the address. A query for each kind."""
    by_model: dict[type[Keyed], dict[int, list[Use]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for use in uses:
        by_model[use.model][use.pk].append(use)
    return {
        row: fields[row.pk]
        for model, fields in by_model.items()
        for row in model._base_manager.filter(pk__in=fields)
    }


def accept_move(link: Link) -> tuple[list[Keyed], list[Keyed]]:
    """The records that have the new address now, and those whose text an editor has to change by hand."""
    old, new = link.address, link.final_address
    changed: list[Keyed] = []
    left: list[Keyed] = []
    with transaction.atomic():
        for row, uses in records_of(content_links().get(old, [])).items():
            for use in uses:
                text = getattr(row, use.field)
                setattr(
                    row, use.field, replaced(text, old, new) if use.is_text else new
                )
            texts = [getattr(row, use.field) for use in uses if use.is_text]
            (left if names_still(texts, old) else changed).append(row)
            row.save()
            if row.owner:
                getattr(row, row.owner).raise_version()
        if not left:
            follow(link)
    return changed, left


def replaced(text: str, old: str, new: str) -> str:
    """Where a link of Markdown leads to it, and nowhere else."""
    target = re.compile(rf"(\]\(\s*<?|<|\]:\s*<?){re.escape(old)}(?=[)>\s]|$)")
    return target.sub(lambda found: found[1] + new.translate(MARKDOWN_SAFE), text)


def names_still(texts: Iterable[str], old: str) -> bool:
    return any(old in links_in_text(text) for text in texts)


def follow(link: Link):
    """What is known of the old address is known of the new one, which answered."""
    Link.objects.filter(pk=link.pk).delete()
    Link.objects.update_or_create(
        address=link.final_address,
        defaults={
            "state": Link.State.LIVE,
            "said": link.said,
            "final_address": "",
            "first_failed_at": None,
            "checked_at": link.checked_at,
        },
    )
