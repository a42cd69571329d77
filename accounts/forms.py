from allauth.account import forms
from allauth.account.fields import PasswordField
from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.LoginForm):
    # Without the link to a new password: the page has one that keeps where the visitor wants to go.
    password = PasswordField(label=_("Password"), autocomplete="current-password")


class SignupForm(forms.SignupForm):
    def try_save(self, request):
        if self.account_already_exists:
            # Hashed and thrown away: a known address has to take as long as a new one.
            get_user_model()().set_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            return super().try_save(request)
        except IntegrityError:  # somebody signed up with the same address in this very moment
            self.account_already_exists = True
            return super().try_save(request)
