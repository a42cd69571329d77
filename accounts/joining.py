"""How a guest's progress becomes that of an account: copied at sign-up, asked about at sign-in."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.guest import Guest, forget, guest_of
from accounts.merge import news
from accounts.models import By, Learner, State, StepProgress
from accounts.outline import outline
from accounts.progress import progress_of_user
from accounts.waiting import bring, settle


def bring_along(request, user) -> None:
    """At sign-up: within the transaction that makes the account. Cookie and session stay until somebody signs in:
    an address that has an account already looks the same."""
    add(guest_of(request), user, By.SIGN_UP)
    bring(request, user, By.SIGN_UP)


def add(guest: Guest, user, by: By) -> None:
    """The further state wins, of those that pages show; a new account shows all that the browser showed."""
    guide = outline()
    states = guide.by_key(guest.states)
    StepProgress.objects.merge(user, news(progress_of_user(user).states, states), by)
    if by == By.SIGN_UP:
        said_no = {
            step: state for step, state in states.items() if state == State.NOT_STARTED and step in guide.made_of
        }
        StepProgress.objects.set_many(user, said_no, timezone.now(), by)
        StepProgress.objects.settle(user, {}, guide.by_key(dict.fromkeys(guest.settled)))
    if told := guest.told.items() & guide.retired_on(guest.told).items():
        StepProgress.objects.tell(user, guide.by_key(dict(told)))
    if roadmap := guide.roadmaps.get(guest.roadmap):
        Learner.objects.take_first(user, roadmap)


def news_for(user, guest: Guest) -> dict[int, State]:
    """What the browser holds and the account does not: the states that go further."""
    if not guest.states:
        return {}
    return news(progress_of_user(user).states, outline().by_key(guest.states))


def after_sign_in(request, user, response):
    """The answer to a sign-in: by way of the questions, if the browser holds something new or the account differs."""
    if settle(request, user).entries:
        question = f"{reverse('accounts:waiting')}?{urlencode({'next': response.url})}"
        response = HttpResponseRedirect(question)
    guest = guest_of(request)
    if news_for(user, guest):
        question = f"{reverse('accounts:browser')}?{urlencode({'next': response.url})}"
        return HttpResponseRedirect(question)
    if guest.came:
        forget(response)
    return response
