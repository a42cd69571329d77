"""A learner's own pages."""

from allauth.account.internal.flows.email_verification import send_verification_email_at_login
from allauth.account.stages import LoginStageController
from allauth.account.views import PasswordResetView
from allauth.decorators import rate_limit
from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.audience import for_guests, for_learners
from accounts.guest import forget, guest_of
from accounts.joining import add, news_for
from accounts.mail_failed import MailFailed, VerificationStage
from accounts.models import By, Learner
from accounts.outline import outline
from accounts.progress import progress_of
from accounts.rows import rows_of
from accounts.way_back import way_back
from guide.models import Roadmap, Step
from guide.roadmap_page import line_map


@require_safe
@for_guests
def my_path(request):
    progress = progress_of(request)
    in_hand = progress.roadmap or chosen_roadmap(progress, request)
    path = rows_of(line_map(in_hand)).path(progress) if in_hand else None
    context = {
        "progress": progress,
        "path": path,
        "roadmaps": Roadmap.objects.published().with_sums().in_order(),
        "in_hand": in_hand,
        **steps_at_hand(progress, path),
    }
    response = render(request, "accounts/my_path.html", context)
    if not progress.signed_in and progress.states:
        guest_of(request).keep(response)  # kept for another 400 days
    return response


def chosen_roadmap(progress, request):
    """Somebody with an account may have chosen a roadmap before the first press."""
    if not progress.signed_in:
        return ""
    chosen = Learner.objects.filter(user=request.user).values_list("roadmap_id", flat=True).first()
    return outline().roadmap_slug(chosen)


def steps_at_hand(progress, path):
    """The steps under way, and the one pressed last if it is neither there nor comes next: its undo needs a place."""
    last = progress.undo[0] if progress.undo else None
    steps = Step.objects.published().with_track().filter(pk__in=[*progress.doing, last]).by_name()
    doing = [step for step in steps if step.pk in progress.doing]
    is_shown = last in progress.doing or (path and last == path.count.next)
    return {"doing": doing, "pressed": None if is_shown else next((step for step in steps if step.pk == last), None)}


class BrowserForm(forms.Form):
    choice = forms.ChoiceField(choices=[("add", "add"), ("leave", "leave")])
    next = forms.CharField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@for_learners
def browser(request):
    """After sign-in: what this browser holds and the account does not."""
    form = BrowserForm(request.POST or request.GET)
    form.full_clean()
    page = way_back(request, form.cleaned_data.get("next", ""), reverse("accounts:my-path"))
    guest = guest_of(request)
    found = news_for(request.user, guest)
    if request.method == "POST" and form.is_valid():
        return add_or_leave(request, guest, page, form.cleaned_data["choice"])
    if not found:
        return HttpResponseRedirect(page)
    steps = Step.objects.filter(pk__in=found).by_name()
    ticks = [(step, found[step.pk]) for step in steps]
    return render(request, "accounts/browser.html", {"ticks": ticks, "page": page})


def add_or_leave(request, guest, page, choice):
    """What is left stays in the browser: it may be somebody else's."""
    response = HttpResponseRedirect(page)
    if choice == "add":
        add(guest, request.user, By.MERGE)
        forget(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_guests
@rate_limit(action="signup")
def confirmation_mail(request):
    """The mail that a sign-up in this browser waits for did not leave: say so, and send it again."""
    stage = LoginStageController.enter(request, VerificationStage.key)
    if stage is None:
        return HttpResponseRedirect(reverse("account_login"))
    if request.method == "POST":
        send_verification_email_at_login(request, stage.login)
        return HttpResponseRedirect(reverse("account_email_verification_sent"))
    return MailFailed(request, stage.login.email or stage.login.user.email).response


class AskForPassword(PasswordResetView):
    def get_success_url(self):
        """Always the page that says to look for the mail; its link leads back to where the visitor was."""
        return str(self.success_url)
