from allauth.account.decorators import secure_admin_login
from allauth.mfa.totp.views import activate_totp
from csp.decorators import csp_update
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.preferences import views as preferences
from accounts.sign_in.mail_views import ForgottenPasswordView
from careerpath import errors, site_files, stylesheets
from guide.views.sitemap import sitemap
from operations import health

# The admin uses the sign-in and password pages of the accounts, with their limits and second step.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("css/<slug:name>.<slug:digest>.css", stylesheets.serve_stylesheet, name="css"),
    path("robots.txt", site_files.robots_txt, name="robots-txt"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("favicon.ico", site_files.favicon, name="favicon"),
    path(".well-known/security.txt", site_files.security_txt, name="security-txt"),
    *i18n_patterns(
        path(
            "admin/password_change/",
            RedirectView.as_view(pattern_name="account_change_password"),
        ),
        path("admin/", admin.site.urls),
        # The QR code of this one page is a data: image.
        path(
            "accounts/2fa/totp/activate/",
            csp_update({"img-src": "data:"})(activate_totp),
            name="mfa_activate_totp",
        ),
        path("accounts/password/reset/", ForgottenPasswordView.as_view()),
        path("accounts/", include("allauth.account.urls")),
        path("accounts/2fa/", include("accounts.sign_in.second_step_urls")),
        path("accounts/sessions/", include("allauth.usersessions.urls")),
        path("theme/", preferences.theme, name="theme"),
        path("", include("accounts.urls")),
        path("", include("guide.urls")),
        prefix_default_language=False,
    ),
]
handler429 = errors.too_many_tries  # django-allauth looks for it here
handler400 = errors.bad_request
handler403 = errors.not_allowed
handler500 = errors.server_error
