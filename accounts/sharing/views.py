"""A learner's shared links: made, looked at as others see them, and withdrawn; and sentences on their projects."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import ProjectSentence, SharedLink
from accounts.models.shared_link import TooManyLinksError
from accounts.preferences.learner_settings import followed_roadmap
from accounts.sharing.forms import LinkForm, SentenceForm
from accounts.sharing.shared_view import SharedView
from guide.models import Roadmap, Step
from web.access import for_learners
from web.bounds import LARGEST_KEY
from web.gate import form_gate, post_gate


@form_gate
@for_learners
def link_list(request):
    """The address of a new link is shown by the press that makes it, and never again."""
    address, status = "", 200
    form = LinkForm(request.POST or None, initial=first_choice(request))
    if request.method == "POST":
        address = make_link(request, form)
        status = 200 if address else 422
        form = form if not address else LinkForm(initial=first_choice(request))
    context = {
        "form": form,
        "address": address,
        "links": SharedLink.objects.for_user(request.user).order_by("-made_at"),
    }
    return render(request, "accounts/sharing/links.html", context, status=status)


def first_choice(request) -> dict:
    """The roadmap in hand."""
    roadmap = Roadmap.objects.filter(slug=followed_roadmap(request)).first()
    return {"roadmap": roadmap, "kind": SharedLink.Kind.PROGRESS}


def make_link(request, form: LinkForm) -> str:
    """The address; empty where the form has errors."""
    if not form.is_valid():
        return ""
    try:
        _link, token = SharedLink.objects.make(request.user, **form.cleaned_data)
    except TooManyLinksError:
        form.add_error(None, _("You have as many links as there may be. Withdraw one first."))  # fmt: skip
        return ""
    return settings.SITE_URL + reverse("accounts:shared", args=[token])


@require_safe
@for_learners
def link_preview(request, pk):
    """What others see, but for a bar above it."""
    link = get_object_or_404(
        SharedLink.objects.select_related("user", "roadmap__role"),
        pk=pk,
        user=request.user,
    )
    context = {"shared": SharedView(link), "is_preview": True}
    return render(request, "accounts/sharing/shared.html", context)


class WithdrawalForm(forms.Form):
    link = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)


@for_learners
@post_gate
def withdraw_link(request):
    """Gone with the next request. Pressed twice it is gone all the same; the links of others stay."""
    form = WithdrawalForm(request.POST)
    if form.is_valid():
        link = form.cleaned_data["link"]
        SharedLink.objects.for_user(request.user).filter(pk=link).delete()
        messages.success(request, _("Withdrawn: the address answers nothing any more."))
    return HttpResponseRedirect(reverse("accounts:shared-links"), status=303)


@form_gate
@for_learners
def project_sentences(request):
    """What a portfolio says of each finished project."""
    status, problem = 200, None
    if request.method == "POST":
        form = SentenceForm(request.POST)
        if form.is_valid():
            return save_sentence(request, **form.cleaned_data)
        status = 422
        problem = {"step": request.POST.get("step"), "text": request.POST.get("text")}
        problem["words"] = next(iter(form.errors.values()))[0]
    link = SharedLink(user=request.user, has_work=True)
    context = {"projects": SharedView(link).projects, "problem": problem}
    return render(request, "accounts/sharing/sentences.html", context, status=status)


def save_sentence(request, step: str, text: str):
    found = Step.objects.published().filter(slug=step).first()
    if found is None:
        raise Http404
    ProjectSentence.objects.write(request.user, found, text)
    messages.success(request, _("Saved."))
    page = reverse("accounts:project-sentences")
    return HttpResponseRedirect(f"{page}#{step}", status=303)
