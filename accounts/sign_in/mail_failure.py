"""A mail that does not leave: what waits for it is kept, and one button tries again."""

from contextlib import contextmanager

from allauth.account.stages import EmailVerificationStage
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from web.changes_at_once import Turns

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
