"""How a guest's progress becomes that of an account: copied at sign-up, asked about at sign-in."""

from collections import Counter
from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.journal.guest_drafts import Entry, bring, settle, waiting_of
from accounts.models import By, Kind, Learner, State, StepProgress
from accounts.progress.content_index import content_index
from accounts.progress.guest_cookie import GuestProgress, delete_cookie, guest_progress
from accounts.progress.merge import gained_states
from accounts.progress.visitor import progress_of_user
from guide.durations import time_spent


def bring_along(request, user) -> None:
    """At sign-up: within the transaction that makes the account. Cookie and session stay until somebody signs in:
    an address that has an account already looks the same."""
    add(guest_progress(request), user, By.SIGN_UP)
    bring(request, user, By.SIGN_UP)


def add(guest: GuestProgress, user, by: By) -> None:
    """The further state wins, of those that pages show; a new account shows all that the browser showed."""
    guide = content_index()
    states = guide.by_pk(guest.states)
    StepProgress.objects.merge(
        user, gained_states(progress_of_user(user).states, states), by
    )
    if by == By.SIGN_UP:
        said_no = {
            step: state
            for step, state in states.items()
            if state == State.NOT_STARTED and step in guide.made_of
        }
        StepProgress.objects.set_many(user, said_no, timezone.now(), by)
        StepProgress.objects.supersede(
            user, {}, guide.by_pk(dict.fromkeys(guest.superseded))
        )
    if (
        told := guest.retirements_seen.items()
        & guide.retirement_dates(guest.retirements_seen).items()
    ):
        StepProgress.objects.mark_retirements_seen(user, guide.by_pk(dict(told)))
    if roadmap := guide.roadmaps.get(guest.roadmap):
        Learner.objects.set_first_roadmap(user, roadmap)


def news_for(user, guest: GuestProgress) -> dict[int, State]:
    """What the browser holds and the account does not: the states that go further."""
    if not guest.states:
        return {}
    return gained_states(
        progress_of_user(user).states, content_index().by_pk(guest.states)
    )


def after_sign_in(request, user, response):
    """The answer to a sign-in: by way of the questions, if the browser holds something new or the account differs."""
    waited = waiting_of(request).entries
    left = settle(request, user).entries
    if left:
        question = f"{reverse('accounts:waiting')}?{urlencode({'next': response.url})}"
        response = HttpResponseRedirect(question)
    guest = guest_progress(request)
    has_news = bool(news_for(user, guest))
    if words := brought_words(
        {} if has_news else guest.states, [waited[key] for key in waited.keys() - left]
    ):
        messages.success(request, _("Now in your account: %(what)s.") % {"what": words})
    if has_news:
        question = f"{reverse('accounts:browser')}?{urlencode({'next': response.url})}"
        return HttpResponseRedirect(question)
    if guest.has_cookie:
        delete_cookie(response)
    return response


def brought_words(states: Mapping[str, State], entries: Collection[Entry]) -> str:
    """What a browser held and an account holds now."""
    steps = sum(state != State.NOT_STARTED for state in states.values())
    number = Counter(entry.kind for entry in entries)
    minutes = sum(int(entry.value) for entry in entries if entry.kind == Kind.HOURS)
    amounts = [
        ngettext("%(n)s step", "%(n)s steps", steps) % {"n": steps},
        ngettext("%(n)s tick", "%(n)s ticks", number[Kind.CRITERION])
        % {"n": number[Kind.CRITERION]},
        ngettext("%(n)s course", "%(n)s courses", number[Kind.COURSE])
        % {"n": number[Kind.COURSE]},
        ngettext("%(n)s note", "%(n)s notes", number[Kind.NOTE])
        % {"n": number[Kind.NOTE]},
        ngettext("%(n)s link", "%(n)s links", number[Kind.LINK])
        % {"n": number[Kind.LINK]},
        time_spent(minutes),
    ]
    held = [
        steps,
        *(number[kind] for kind in (Kind.CRITERION, Kind.COURSE, Kind.NOTE, Kind.LINK)),
        minutes,
    ]
    return pgettext("list", ", ").join(
        words for words, amount in zip(amounts, held, strict=True) if amount
    )
