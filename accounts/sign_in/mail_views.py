"""Views that send a mail: again after a failed sign-up mail, and for a new password."""

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
    """GET tells that the mail of a sign-up in this browser was not sent; POST sends it again."""
    stage = LoginStageController.enter(request, VerificationStage.key)
    if stage is None:
        return HttpResponseRedirect(reverse("account_login"))
    if request.method == "POST":
        stage.send_again()
        return HttpResponseRedirect(reverse("account_email_verification_sent"))
    return MailFailed(request, stage.login.email or stage.login.user.email).response


class ForgottenPasswordView(PasswordResetView):
    def get_success_url(self):
        """Always the page that points to the mail, whatever ?next= says; the link in the mail carries that on."""
        return str(self.success_url)
