"""The forms of django-allauth with our own words; those of passkeys are in passkey_forms.py."""

from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField, SetPasswordField
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from accounts.preferences.time_zones import zone_at_hand
from web.plain_digits import OneTimeCodeField

PASSWORD_RULES = _(
    "At least 10 characters. Not a common password, and nothing like your email address."
)


class LoginForm(account.LoginForm):
    # Without the link for a forgotten password: the page has its own, which remembers the page to go back to.
    password = PasswordField(label=_("Password"), autocomplete="current-password")


class SignupForm(account.SignupForm):
    # Preset by the language of the page; a script puts that of the device here.
    time_zone = forms.CharField(
        required=False,
        initial=zone_at_hand,
        widget=forms.HiddenInput({"data-device-zone": True}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_RULES

    def clean_time_zone(self):
        """A zone that is not known here must not keep anybody out: settings change it."""
        zone = self.cleaned_data["time_zone"]
        return zone if zone in available_timezones() else zone_at_hand()

    def validate_unique_email(self, email):
        # An unconfirmed change to this address does not count: its real owner must be able to sign up.
        self.account_already_exists = (
            get_user_model().objects.filter(email=email).exists()
        )
        return email

    def try_save(self, request):
        if self.account_already_exists:
            # Hashed and thrown away: a known address has to take as long as a new one.
            get_user_model()().set_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            return super().try_save(request)
        except IntegrityError:
            # Somebody signed up with the same address at the same moment.
            self.account_already_exists = True
            return super().try_save(request)


class ResetPasswordForm(account.ResetPasswordForm):
    def clean_email(self):
        email = super().clean_email()
        self.users = [user for user in self.users if user.email == email]
        return email


class ChangePasswordForm(account.ChangePasswordForm):
    oldpassword = PasswordField(
        label=_("Current password"),
        autocomplete="current-password",
        show_reset_help=True,
    )
    password1 = SetPasswordField(label=_("New password"), help_text=PASSWORD_RULES)
    password2 = PasswordField(
        label=_("New password (again)"), autocomplete="new-password"
    )


class NewPasswordForm(account.ResetPasswordKeyForm):
    password1 = SetPasswordField(label=_("New password"), help_text=PASSWORD_RULES)
    password2 = PasswordField(
        label=_("New password (again)"), autocomplete="new-password"
    )

    def save(self):
        super().save()
        # The link came by mail, so the address is theirs.
        address = EmailAddress.objects.filter(
            user=self.user, email=self.user.email, verified=False
        ).first()
        if address:
            get_adapter().confirm_email(context.request, address)


CODE_INPUT = forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"})


class CodeForm(forms.Form):
    """A second step by code: of an app on the phone, or one of the list of recovery codes."""

    code = OneTimeCodeField(label=_("Code"), widget=CODE_INPUT)


class SecondStepForm(CodeForm, mfa.AuthenticateForm):
    pass


class SecondStepAgainForm(CodeForm, mfa.ReauthenticateForm):
    pass


class AddAppForm(totp.ActivateTOTPForm):
    code = OneTimeCodeField(label=_("Authenticator code"), widget=CODE_INPUT)
