"""A mail that does not leave: what waits for it is kept, and one button tries again."""

from allauth.account.stages import EmailVerificationStage
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

RETRY_SECONDS = 60


class MailFailed(ImmediateHttpResponse):
    """Becomes a page, unless somebody knows better; the same one whoever has an account."""

    def __init__(self, request, email):
        self.request = request
        self.email = email

    @property
    def response(self):
        again = self.request.get_full_path()
        context = {
            "email": self.email,
            "again": again,
            "waits": again == reverse("accounts:confirmation-mail"),
        }
        response = render(self.request, "account/mail_failed.html", context, status=503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response


class VerificationStage(EmailVerificationStage):
    """A sign-up waits for its link in this browser also when the mail has yet to leave."""

    def handle(self):
        try:
            return super().handle()
        except MailFailed:
            # Not the page itself: an answer that says 503 would not keep the session.
            return HttpResponseRedirect(reverse("accounts:confirmation-mail")), True

    def send_again(self):
        """Send the mail unless the address is confirmed by now. Raises MailFailed."""
        super().handle()
