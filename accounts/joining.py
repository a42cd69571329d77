"""How a guest's progress becomes that of an account: copied at sign-up, asked about at sign-in."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts.guest import Guest, forget, guest_of
from accounts.merge import news
from accounts.models import By, Learner, State, StepProgress
from accounts.outline import outline
from accounts.progress import saved
from accounts.waiting import bring, settle


def bring_along(request, user) -> None:
    """At sign-up: within the transaction that makes the account. Cookie and session stay until somebody signs in:
    an address that has an account already looks the same."""
    add(guest_of(request), user, By.SIGN_UP)
    bring(request, user, By.SIGN_UP)


def add(guest: Guest, user, by: By) -> None:
    StepProgress.objects.merge(user, outline().by_key(guest.states), by)
    if roadmap := outline().roadmaps.get(guest.roadmap):
        Learner.objects.take_first(user, roadmap)


def news_for(user, guest: Guest) -> dict[int, State]:
    """What the browser holds and the account does not: the states that go further."""
    if not guest.states:
        return {}
    kept = {row.step: State(row.state) for row in saved(user)}
    return news(kept, outline().by_key(guest.states))


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
