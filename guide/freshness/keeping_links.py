"""One run of the checker: which links are due, and what is kept of the answers."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from guide.freshness.content_links import content_links
from guide.freshness.judging import Finding, Outcome
from guide.models import ContentVersion, Link

ASKED_LATELY = timedelta(
    hours=20
)  # a run a day asks each link once, even if it begins a little earlier
# What fails all at once says more about our own line than about the sites: so many are always believed, or this share.
FEW, SHARE = 10, 0.2


@dataclass
class Kept:
    """What a run did, in numbers and addresses."""

    counts: Counter[str] = field(default_factory=Counter)
    gone: list[str] = field(default_factory=list)  # since this run
    back: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    failed: int = 0
    disbelieved: bool = False


def due_links(kinds: Collection[str], now: datetime) -> list[str]:
    """Addresses of content that were not asked lately, those first that were never asked, then the longest ago."""
    known = dict(
        Link.objects.order_by(F("checked_at").asc(nulls_first=True), "pk").values_list(
            "address", "checked_at"
        )
    )
    wanted = content_links(kinds)
    new = [address for address in wanted if address not in known]
    old = [
        address
        for address, at in known.items()
        if address in wanted and (at is None or now - at >= ASKED_LATELY)
    ]
    return new + old


def forget_unused_links() -> int:
    """Links that no content names any more; returns how many."""
    used = content_links()
    unused = [
        pk
        for pk, address in Link.objects.values_list("pk", "address")
        if address not in used
    ]
    for at in range(0, len(unused), 500):
        Link.objects.filter(pk__in=unused[at : at + 500]).delete()
    return len(unused)


def keep_findings(
    findings: Iterable[tuple[str, Finding]], kept: Kept, believe_all=False
) -> Iterator[str]:
    """Write what is found as it is found, and yield each address. Failures wait until all are known."""
    failures = []
    for address, finding in findings:
        if finding.outcome == Outcome.FAILED:
            failures.append((address, finding))
        else:
            keep_finding(address, finding, kept)
        yield address
    kept.failed = len(failures)
    most = max(FEW, SHARE * (len(failures) + kept.counts.total()))
    is_doubtful = len(failures) > most or not reached_somebody(kept)
    kept.disbelieved = bool(failures) and is_doubtful and not believe_all
    for address, finding in failures:
        if kept.disbelieved:
            finding = finding._replace(outcome=Outcome.UNKNOWN)
        keep_finding(address, finding, kept)


def reached_somebody(kept: Kept) -> bool:
    """Without one good answer, our own line may be cut."""
    return bool(kept.counts[Outcome.LIVE] or kept.counts[Outcome.MOVED])


def keep_finding(address: str, finding: Finding, kept: Kept):
    """In a transaction of its own; pages of readers are made anew only where one goes or comes back."""
    with transaction.atomic():
        Link.objects.get_or_create(address=address)
        link = Link.objects.select_for_update().get(address=address)
        before, now = link.state, timezone.now()
        link.checked_at = now
        if finding.outcome == Outcome.FAILED:
            link.note_failure(finding.said, now)
        else:
            state = Link.State(finding.outcome)
            link.note_answer(state, finding.said, finding.final_address)
        link.save()
        if Link.State.GONE in {before, link.state} and before != link.state:
            ContentVersion.bump()
    kept.counts[link.state] += 1
    note_change(kept, before, link)


def note_change(kept: Kept, before: str, link: Link):
    if before == link.state:
        return
    if link.state == Link.State.MOVED:
        kept.moved.append(f"{link.address} → {link.final_address}")
    if link.state == Link.State.GONE:
        kept.gone.append(link.address)
    elif before == Link.State.GONE:
        kept.back.append(link.address)
