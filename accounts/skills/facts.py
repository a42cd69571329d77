"""What a visitor says and did, as far as it speaks of skills: one query for an account, none for a guest."""

from django.db.models import CharField, Count, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from accounts.journal.entries import displayed_courses
from accounts.journal.guest_drafts import drafts_of
from accounts.journal.kinds.course import COURSE
from accounts.journal.kinds.criterion import CRITERION
from accounts.journal.kinds.link import LINK
from accounts.models import (
    CourseProgress,
    CriterionTick,
    EvidenceLink,
    SkillClaim,
)
from accounts.progress.content_index import skill_keys
from accounts.progress.criterion_successors import criterion_succession, ticked_criteria
from accounts.progress.guest_cookie import GuestProgress, guest_progress
from accounts.progress.visitor import progress_of
from accounts.skills.standing import Claim, Facts, SkillStandings
from guide.gap.content import gap_content
from web.access import is_signed_in
from web.prepared_rows import PreparedRows


def standings_of(request) -> SkillStandings:
    """Beside the progress one query a page for somebody signed in, none for a guest."""
    if not hasattr(request, "_standings"):
        request._standings = SkillStandings(facts_of(request), gap_content())
    return request._standings


def forget_standings(request) -> None:
    """What the request has changed is read anew."""
    request.__dict__.pop("_standings", None)


def facts_of(request) -> Facts:
    states = progress_of(request).states
    if is_signed_in(request):
        return account_facts(request.user, states)
    drafts = drafts_of(request)
    ticks, courses = (
        {draft.subject: draft.value for draft in drafts.of_kind(kind.kind)}
        for kind in (CRITERION, COURSE)
    )
    links = [draft.subject for draft in drafts.of_kind(LINK.kind)]
    return Facts(
        claims=guest_claims(guest_progress(request)),
        states=states,
        finished_courses=finished(courses),
        ticked=ticked_criteria(ticks, criterion_succession().before),
        links={step: links.count(step) for step in links},
    )


def guest_claims(guest: GuestProgress) -> dict[int, Claim]:
    if not guest.claims:
        return {}
    skills = skill_keys()
    return {
        skills[slug]: Claim(claim.level, claim.by)
        for slug, claim in guest.claims.items()
        if slug in skills
    }


def account_facts(user, states) -> Facts:
    found: dict[str, dict[int, str]] = {}
    for name, subject, value in FACT_ROWS.rows(user.pk):
        found.setdefault(name, {})[subject] = value
    claims = {}
    for skill, value in found.get("claim", {}).items():
        level, _, by = value.partition(" ")
        claims[skill] = Claim(int(level), by)
    return Facts(
        claims=claims,
        states=states,
        finished_courses=finished(found.get("course", {})),
        ticked=ticked_criteria(found.get("tick", {}), criterion_succession().before),
        links={step: int(number) for step, number in found.get("links", {}).items()},
    )


def finished(courses: dict[int, str]) -> frozenset[int]:
    states = displayed_courses(courses)
    return frozenset(
        course for course, state in states.items() if state == CourseProgress.State.DONE
    )


def fact_columns(user: int) -> QuerySet:
    level_and_by = Concat(
        Cast("level", TextField()), Value(" "), "by", output_field=TextField()
    )
    claims = SkillClaim.objects.for_user(user).exclude(level=SkillClaim.NOTHING)
    links = EvidenceLink.objects.for_user(user).filter(removed_at=None).order_by()
    numbers = links.values("step").annotate(number=Cast(Count("pk"), TextField()))
    parts = [
        named_rows("claim", claims, "skill_id", level_and_by),
        named_rows("course", CourseProgress.objects.for_user(user), "course_id", Cast("state", TextField())),
        named_rows("tick", CriterionTick.objects.for_user(user), "criterion_id", Cast("state", TextField())),
        numbers.values_list(Value("links", CharField()), F("step"), F("number")),
    ]  # fmt: skip
    return parts[0].union(*parts[1:], all=True)


FACT_ROWS = PreparedRows(fact_columns, int)


def named_rows(name: str, rows: QuerySet, subject: str, value) -> QuerySet:
    return rows.order_by().values_list(Value(name, CharField()), F(subject), value)
