"""django-allauth's addresses of the second step; views that may need a passkey are imported by their first request.

They bring fido2 and cryptography: ten megabytes that a process which serves only public pages does not hold.
"""

from django.http import HttpResponseBase
from django.urls import include, path
from django.utils.module_loading import import_string


def imported_view(name: str):
    """The view of this dotted name, which is not imported before somebody asks for it."""

    def view(request, *args, **kwargs) -> HttpResponseBase:
        return import_string(name)(request, *args, **kwargs)

    view.__qualname__ = name
    return view


def base_view(name: str):
    return imported_view(f"allauth.mfa.base.views.{name}")


def passkey_view(name: str):
    return imported_view(f"allauth.mfa.webauthn.views.{name}_webauthn")


passkeys = [
    path("", passkey_view("list"), name="mfa_list_webauthn"),
    path("add/", passkey_view("add"), name="mfa_add_webauthn"),
    path(
        "reauthenticate/",
        passkey_view("reauthenticate"),
        name="mfa_reauthenticate_webauthn",
    ),
    path("keys/<int:pk>/remove/", passkey_view("remove"), name="mfa_remove_webauthn"),
    path("keys/<int:pk>/edit/", passkey_view("edit"), name="mfa_edit_webauthn"),
    path("login/", passkey_view("login"), name="mfa_login_webauthn"),
]
urlpatterns = [
    path("", base_view("index"), name="mfa_index"),
    path("authenticate/", base_view("authenticate"), name="mfa_authenticate"),
    path("reauthenticate/", base_view("reauthenticate"), name="mfa_reauthenticate"),
    path("totp/", include("allauth.mfa.totp.urls")),
    path("recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
    path("webauthn/", include(passkeys)),
]
