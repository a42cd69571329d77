"""Mails that somebody waits for."""

from allauth.account.stages import LoginStageController
from allauth.account.views import PasswordResetView
from allauth.decorators import rate_limit
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.sign_in.mail_failure import MailFailed, VerificationStage
from web.access import for_guests


@require_http_methods(["GET", "HEAD", "POST"])
@for_guests
@rate_limit(action="signup")
def confirmation_mail(request):
    """The mail that a sign-up in this browser waits for did not leave: say so, and send it again."""
    stage = LoginStageController.enter(request, VerificationStage.key)
    if stage is None:
        return HttpResponseRedirect(reverse("account_login"))
    if request.method == "POST":
        stage.send_again()
        return HttpResponseRedirect(reverse("account_email_verification_sent"))
    return MailFailed(request, stage.login.email or stage.login.user.email).response


class AskForPassword(PasswordResetView):
    def get_success_url(self):
        """Always the page that says to look for the mail; its link leads back to where the visitor was."""
        return str(self.success_url)
