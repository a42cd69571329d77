from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from accounts.journal.answers import (
    gone_is_404,
    refusal,
    section_answer,
    shows_typed_text,
)
from accounts.journal.kinds.link import LINK, LinkForm, LinkStateForm
from accounts.models import By, EvidenceLink
from accounts.models.evidence_link import MAX_LINKS, TooManyError
from accounts.progress.lookups import step_or_404
from accounts.progress.press_fields import NotUnderstoodError
from web.access import for_guests, for_owners, is_signed_in
from web.cookie_probe import CookiesNotKept, refusal_words
from web.gate import post_gate

NO_ROOM = gettext_lazy("A step can have up to 20 links. Remove one to add another.")


@post_gate
@for_guests
@shows_typed_text("url", "title")
def link_list(request, slug):
    step, form = step_or_404(slug), LinkForm(request.POST)
    if not form.is_valid():
        return refusal(request, LINK, step, 422, form.problem, typed=request.POST)
    url, title = form.cleaned_data["url"], form.cleaned_data["title"]
    try:
        add_link(request, step, url, title)
    except TooManyError:
        return refusal(request, LINK, step, 422, NO_ROOM, typed=request.POST)
    except CookiesNotKept:
        words = refusal_words(request)
        return refusal(request, LINK, step, 409, words, typed=request.POST)
    return section_answer(request, LINK, step)


@post_gate
@for_owners
def link_state(request, slug, pk):
    step, form = step_or_404(slug), LinkStateForm(request.POST)
    links = EvidenceLink.objects.for_user(request.user)
    link = get_object_or_404(links, pk=pk, step=step)
    if not form.is_valid():
        raise NotUnderstoodError
    if form.cleaned_data["link"] == "removed":
        EvidenceLink.objects.remove(link)
        return section_answer(request, LINK, step)
    try:
        add_link(request, step, link.url, link.title, by=By.UNDO)
    except TooManyError:
        typed = {"url": link.url, "title": link.title}
        return refusal(request, LINK, step, 422, NO_ROOM, typed=typed)
    return section_answer(request, LINK, step)


def add_link(request, step, url, title, **event):
    if is_signed_in(request):
        with gone_is_404():
            EvidenceLink.objects.add(request.user, step, url, title, **event)
        return
    if len(LINK.drafted_links(request, step)) >= MAX_LINKS:
        raise TooManyError
    LINK.keep_draft(request, step.pk, url, title)
