"""The answer to a pasted advert. Posted, so that it stands in no address and no log; nothing of it is kept."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from accounts.skills.advert import MARK_WORDS, AdvertForm, read_own_advert
from guide.matching.advert import LONGEST_ADVERT
from web.access import for_guests
from web.bounded_work import READING, bounded_work
from web.gate import form_gate


@sensitive_post_parameters()
@form_gate
@for_guests
@bounded_work("advert", 20, READING)
def advert_skills(request):
    if request.method != "POST":
        return HttpResponseRedirect(reverse("guide:advert"))
    form = AdvertForm(request.POST)
    context = {"most": LONGEST_ADVERT, "words": MARK_WORDS}
    if form.is_valid():
        context["own"] = read_own_advert(request, form.cleaned_data["text"])
        context["text"] = form.cleaned_data["text"]
    else:
        context["problem"] = form.errors["text"][0]
        context["text"] = request.POST.get("text", "")[: 5 * LONGEST_ADVERT]
    status = 200 if form.is_valid() else 422
    response = render(request, "accounts/skills/advert.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
