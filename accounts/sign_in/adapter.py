"""What django-allauth asks us: about accounts, their limits and their mails, and about the second step."""

import logging
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import clear, respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib.auth import (
    HASH_SESSION_KEY,
    REDIRECT_FIELD_NAME,
    get_user_model,
)
from django.contrib.messages import ERROR
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse, translate_url
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext

from accounts.preferences.learner_settings import preferred_language
from accounts.preferences.theme import browser_theme, saved_theme, set_theme_cookie
from accounts.sign_in.guest_merge import answer_to_sign_in, merge_at_sign_up
from accounts.sign_in.mail_failure import MailFailed, turn_to_mail
from accounts.sign_in.password_limits import (
    DEVICE_COOKIE,
    DEVICE_SALT,
    DEVICE_SECONDS,
    PasswordTry,
    device_token,
)
from accounts.sign_in.session_store import SessionStore
from web.redirects import is_on_this_site

logger = logging.getLogger(__name__)

MAX_EMAIL_LENGTH = 254
# session key of the link that local mode shows instead of a mail
LOCAL_LINK = "local_link"
MAIL_LINKS = ("activate_url", "password_reset_url")
RATE_LIMIT_ERRORS = {"too_many_login_attempts", "rate_limited"}


def absolute_url(name, target=None, **kwargs):
    """The address of a page for mails. The host comes from the settings, never from the request."""
    return settings.SITE_URL + with_next(reverse(name, kwargs=kwargs), target)


def with_next(path, target):
    return f"{path}?{urlencode({REDIRECT_FIELD_NAME: target})}" if target else path


def keep_language_of_admin(response) -> None:
    """Who signs in on a Chinese page opens the admin in Chinese: its one known address, /admin/, is English."""
    with override(settings.LANGUAGE_CODE):
        english = reverse("admin:index")
    if response.headers.get("Location") == english:
        response.headers["Location"] = reverse("admin:index")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts: names, messages, limits and mails."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The email address or the password is wrong."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your password."),
        "duplicate_email": _("That is already your email address."),
        "email_taken": _("That address belongs to another account."),
        "account_inactive": _("This account is disabled."),
    }

    def save_user(self, request, user, form, commit=True):
        # The password is hashed here, outside of the transaction: that is slow.
        user = super().save_user(request, user, form, commit=False)
        user.time_zone = form.cleaned_data["time_zone"]
        if commit:
            with transaction.atomic():
                user.save()
                merge_at_sign_up(request, user)
        return user

    def clean_email(self, email):
        if len(email) > MAX_EMAIL_LENGTH:
            raise ValidationError(
                _("An email address can have at most 254 characters.")
            )
        return email

    def confirm_email(self, request, email_address):
        other_users = (
            get_user_model()
            .objects.filter(email=email_address.email)
            .exclude(pk=email_address.user_id)
        )
        if other_users.exists():
            context = {"email": email_address.email}
            self.add_message(
                request,
                ERROR,
                "account/messages/email_confirmation_failed.txt",
                context,
            )
            return False
        return super().confirm_email(request, email_address)

    def is_safe_url(self, url):
        return is_on_this_site(self.request, url)

    # Limits

    def pre_authenticate(self, request, **credentials):
        self.password_try = PasswordTry(request, credentials["email"].lower())
        if not self.password_try.is_allowed:
            raise ImmediateHttpResponse(respond_429(request))

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            self.password_try.give_back()
        return user

    def authentication_failed(self, request, **credentials):
        if self.password_try.is_spare:
            raise ImmediateHttpResponse(respond_429(request))

    def reauthenticate(self, user, password):
        """A password that was stored by an older hash is stored anew when it is checked; this session goes on."""
        checked = self.authenticate(self.request, email=user.email, password=password)
        if checked != user:
            return False
        self.request.session[HASH_SESSION_KEY] = checked.get_session_auth_hash()
        return True

    def validation_error(self, code, *args):
        if code in RATE_LIMIT_ERRORS:
            raise ImmediateHttpResponse(respond_429(self.request))
        return super().validation_error(code, *args)

    def get_login_redirect_url(self, request):
        """The home page in the learner's language, for a sign-in without a page to go back to."""
        with override(preferred_language(user=request.user)):
            return super().get_login_redirect_url(request)

    def post_login(self, request, user, **login):
        response = super().post_login(request, user, **login)
        keep_language_of_admin(response)
        response = answer_to_sign_in(request, user, response)
        if not browser_theme(request):
            set_theme_cookie(response, saved_theme(user))
        response.set_signed_cookie(
            DEVICE_COOKIE,
            device_token(user.email),
            salt=DEVICE_SALT,
            max_age=DEVICE_SECONDS,
            path=reverse("account_login"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    # Mails

    def send_mail(self, template_prefix, email, context):
        """Send it in the language of its reader. An unknown address costs the same query."""
        reader = (
            {"user": context["user"]} if "user" in context else {"user__email": email}
        )
        language = preferred_language(**reader)
        links = {
            name: translate_url(context[name], language)
            for name in MAIL_LINKS
            if name in context
        }
        with override(language):
            self.send_translated(template_prefix, email, {**context, **links})

    def send_translated(self, template_prefix, email, context):
        context = {
            **context,
            "email": email,
            "site_url": settings.SITE_URL,
            "signup_url": absolute_url("account_signup"),
        }
        mail = self.render_mail(template_prefix, email, context)
        try:
            with turn_to_mail():
                mail.send()
        except OSError as error:  # smtplib's errors are OSErrors too
            logger.error("A mail did not leave: %s", type(error).__name__)
            # Not counted as sent: the next try must not be refused.
            clear(self.request, action="confirm_email", key=email.lower())
            raise MailFailed(self.request, email) from error
        if settings.LOCAL and self.request:
            link = (
                context.get("activate_url")
                or context.get("password_reset_url")
                or context["signup_url"]
            )
            self.request.session[LOCAL_LINK] = link

    def format_email_subject(self, subject):
        """In Chinese the site names itself first, as mails do there."""
        return pgettext("subject of a mail", "%(subject)s") % {"subject": subject}

    def send_notification_mail(self, *args, **kwargs):
        with suppress(MailFailed):  # the change that it reports has been made
            super().send_notification_mail(*args, **kwargs)

    def get_login_stages(self):
        replacements = {
            "allauth.account.stages.EmailVerificationStage": "accounts.sign_in.mail_failure.VerificationStage"
        }
        return [replacements.get(stage, stage) for stage in super().get_login_stages()]

    def send_account_already_exists_mail(self, email):
        context = {"password_reset_url": absolute_url("account_reset_password")}
        self.send_mail("account/email/account_already_exists", email, context)

    def get_email_confirmation_url(self, request, emailconfirmation):
        """The link goes on to the page that sign-up started from, in another browser by way of the sign-in page."""
        target = get_next_redirect_url(request)
        sign_in = with_next(reverse("account_login"), target) if target else None
        return absolute_url("account_confirm_email", sign_in, key=emailconfirmation.key)

    def get_reset_password_from_key_url(self, key):
        uid, _dash, token = key.partition("-")
        target = get_next_redirect_url(self.request)
        return absolute_url(
            "account_reset_password_from_key", target, uidb36=uid, key=token
        )


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step: messages, and the site's name for passkeys."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is wrong."),
        "cannot_delete_authenticator": _("This second step cannot be turned off."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes work with a second step. Set one up first."
        ),
    }

    def get_public_key_credential_rp_entity(self):
        return {"id": urlsplit(settings.SITE_URL).hostname, "name": "careerpath"}


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Where somebody is signed in, and how they end that from elsewhere."""

    def end_sessions(self, sessions):
        for session in sessions:
            SessionStore().end(session.session_key)
            session.delete()
