"""The forms of passkeys with our own words, and with answers of keys that cannot be read.

Apart from the other forms, as they import fido2 and cryptography.
"""

import struct
from functools import wraps

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _


def refuse_unreadable(clean):
    """Treat an answer of a key that cannot be parsed as a wrong code, instead of an error page."""

    @wraps(clean)
    def clean_readable(form):
        try:
            return clean(form)
        except (ValueError, LookupError, AttributeError, struct.error) as error:
            raise get_adapter().validation_error("incorrect_code") from error

    return clean_readable


class KeyAnswerField(forms.JSONField):
    widget = forms.HiddenInput

    def bound_data(self, data, initial):
        """Leave the field empty in a page that is shown again: each try asks the key anew."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            # A number of 5,000 digits, brackets 5,000 deep.
            raise forms.ValidationError(
                self.error_messages["invalid"], params={"value": ""}
            ) from error


class KeyForm(forms.Form):
    credential = KeyAnswerField()


class AddKeyForm(KeyForm, webauthn.AddWebAuthnForm):
    name = forms.CharField(label=_("Name"), required=False, max_length=100)
    passwordless = forms.BooleanField(
        label=_("Sign in with this key alone"),
        help_text=_(
            "It then asks for your fingerprint, your face or its PIN. Otherwise, it is your second step."
        ),
        initial=True,
        required=False,
    )
    clean = refuse_unreadable(webauthn.AddWebAuthnForm.clean)


class EditKeyForm(webauthn.EditWebAuthnForm):
    name = forms.CharField(label=_("Name"), max_length=100)


class SignInWithKeyForm(KeyForm, webauthn.LoginWebAuthnForm):
    clean_credential = refuse_unreadable(webauthn.LoginWebAuthnForm.clean_credential)


class SecondStepWithKeyForm(KeyForm, webauthn.AuthenticateWebAuthnForm):
    clean_credential = refuse_unreadable(
        webauthn.AuthenticateWebAuthnForm.clean_credential
    )


class ReauthenticateWithKeyForm(KeyForm, webauthn.ReauthenticateWebAuthnForm):
    clean_credential = refuse_unreadable(
        webauthn.ReauthenticateWebAuthnForm.clean_credential
    )
