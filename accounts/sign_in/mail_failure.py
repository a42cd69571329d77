"""What happens when a mail cannot be sent: the visitor gets a page with a button that tries again."""

from contextlib import contextmanager

from allauth.account.stages import EmailVerificationStage
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from web.turns import Turns

RETRY_SECONDS = 60
# A mail server that hangs may hold so many threads of a process; whoever comes then hears at once that it hangs.
mail_turns = Turns(2, patience=1)


@contextmanager
def turn_to_mail():
    """Raises ConnectionError where the mails before this one do not leave."""
    if not mail_turns.take():
        raise ConnectionError("the mail server does not answer")
    try:
        yield
    finally:
        mail_turns.give_back()


class MailFailed(ImmediateHttpResponse):
    """Answered with a page unless a caller catches it. The page is the same with and without an account."""

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
    """Remembers the sign-up in this browser even if the mail with its link could not be sent."""

    def handle(self):
        try:
            return super().handle()
        except MailFailed:
            # A redirect, because Django does not save the session with an answer of 500 or more.
            return HttpResponseRedirect(reverse("accounts:confirmation-mail")), True

    def send_again(self):
        """Send the mail unless the address is confirmed by now. Raises MailFailed."""
        super().handle()
