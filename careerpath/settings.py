"""The only settings module. Everything that differs between machines comes from the environment.

Without CAREERPATH_LOCAL these are the settings of production, and what is missing or unsafe is refused.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from environs import validate

from careerpath import environment
from careerpath.connection_urls import SQLITE
from careerpath.environment import env
from careerpath.logs import logging_settings
from operations.serving.limits import LONGEST_BODY, LONGEST_UPLOAD, THREADS

BASE_DIR = Path(__file__).resolve().parent.parent

# The environment
LOCAL = env.bool("CAREERPATH_LOCAL", False)
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
if LOCAL:
    SECRET_KEY = env.str("SECRET_KEY", "") or environment.local_secret(VAR_DIR)
    SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
    SITE_URL = env.str("SITE_URL", "http://localhost:8000")
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
else:
    SECRET_KEY = env.str("SECRET_KEY", validate=environment.check_key)
    SECRET_KEY_FALLBACKS = env.list(
        "SECRET_KEY_FALLBACKS", [], validate=environment.check_former_keys
    )
    SITE_URL = env.str("SITE_URL")
    ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", site_url=SITE_URL)
    MAIL_SERVER = env.mail("EMAIL_URL", "smtp://localhost:25")
DEBUG = env.bool(
    "DEBUG",
    False,
    validate=None if LOCAL else environment.refuse_debug,
    error_messages={"invalid": "DEBUG must be 1 or 0."},
)
DATABASE = env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'careerpath.sqlite3'}")
SQLITE_SYNCHRONOUS = env.str(
    "SQLITE_SYNCHRONOUS",
    "FULL",
    validate=validate.Regexp(r"(?i)(FULL|NORMAL|EXTRA)\Z"),
)
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", 48, validate=validate.Range(min=0))
# Presses by one account; ten times as many from one address.
PRESSES_A_MINUTE = env.int("PRESSES_A_MINUTE", 120, validate=validate.Range(min=0))
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
TWO_PERSON_RULE = env.bool("TWO_PERSON_RULE", False)
HSTS = env.hsts("HSTS", "host")
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", "", validate=environment.check_sender
)
LOG_LEVEL = env.log_level("LOG_LEVEL", "WARNING")
CONTACT = env.str("CONTACT", "", validate=environment.check_contact)
# How long the operator keeps backups, as the page on privacy promises.
BACKUP_DAYS = env.int("BACKUP_DAYS", 30, validate=validate.Range(1, 3650))
# Who gets a mail a day with what readers reported; nobody, unless the operator says so.
REPORTS_TO = env.addresses("REPORTS_TO", "")
environment.refuse_faults()

SECRET_KEY_FALLBACKS = [*filter(None, SECRET_KEY_FALLBACKS)]
SITE_URL = SITE_URL.rstrip("/")
CONTACT = CONTACT.strip()

# Parts
INSTALLED_APPS = [
    "operations",
    "accounts",
    "guide",
    "careerpath.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "careerpath.middleware.RequestIdMiddleware",
    "careerpath.middleware.HealthHostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "careerpath.compression.CompressionMiddleware",
    "careerpath.page_cache.PageCacheMiddleware",
    "careerpath.middleware.PolicyMiddleware",
    "web.too_busy.RefuseWhenBusy",
    "careerpath.middleware.GuardedSessionMiddleware",
    "careerpath.middleware.LanguageMiddleware",
    "accounts.journal.guest_storage.GuestStorage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.sign_in.staff_session.PersonOfSession",
    "accounts.preferences.choices.VisitorChoices",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.sign_in.reauthentication.Reauthentication",
    "django_htmx.middleware.HtmxMiddleware",
    "careerpath.middleware.RequestBoundsMiddleware",
]
ROOT_URLCONF = "careerpath.urls"
WSGI_APPLICATION = "careerpath.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # What APP_DIRS would choose, but for the loader around both.
            "loaders": [
                (
                    "careerpath.template_loader.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "careerpath.context_processors.page_context",
                "careerpath.context_processors.token_of_visitor",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# Data
if DATABASE["ENGINE"] == SQLITE:
    # FULL keeps an acknowledged save through a power cut; IMMEDIATE makes writers queue instead of fail.
    DATABASE["CONN_MAX_AGE"] = None
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Each thread has a connection. With SQLite's 2 MB for each a worker grows by 20 MB, and no page is quicker.
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={SQLITE_SYNCHRONOUS}; PRAGMA cache_size=-300;",
    }
else:
    # The pool keeps connections; CONN_MAX_AGE has to stay 0 beside it.
    DATABASE["CONN_MAX_AGE"] = 0
    DATABASE["CONN_HEALTH_CHECKS"] = True
    # A short wait: while the server is away every waiting page holds a thread. And a pool that soon gives up asks again
    # with the next page, while a patient one lets the returned server wait for up to minutes.
    DATABASE.setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": THREADS,
        "timeout": 3,
        "reconnect_timeout": 1,
    }
    # Seconds; a host may swallow all it is sent.
    DATABASE["OPTIONS"].setdefault("connect_timeout", 5)
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# The cache counts tries for the rate limits, so all processes must share it: the database does that for everybody.
CACHES = {
    "default": {
        "BACKEND": "web.shared_cache.SharedCache",
        "LOCATION": "cache",
        # A full cache throws entries away: nobody may make it forget what was counted by filling it.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# How long a process may believe the content version it read last.
CONTENT_VERSION_SECONDS = 1
PAGE_CACHE_BYTES = PAGE_CACHE_MB * 1024 * 1024
# The same again for pages with holes and what fills them.
KEPT_TEXT_BYTES = 0 if DEBUG else PAGE_CACHE_BYTES

# Languages
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "careerpath" / "locale"]
FORMAT_MODULE_PATH = ["careerpath.formats"]
TIME_ZONE = "UTC"

# Accounts
AUTH_USER_MODEL = "accounts.User"
SESSION_ENGINE = "accounts.sign_in.session_store"
USERSESSIONS_ADAPTER = "accounts.sign_in.adapter.SessionsAdapter"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = reverse_lazy("guide:home")
ACCOUNT_ADAPTER = "accounts.sign_in.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.forms.LoginForm",
    "signup": "accounts.sign_in.forms.SignupForm",
    "change_password": "accounts.sign_in.forms.ChangePasswordForm",
    "reset_password": "accounts.sign_in.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.sign_in.forms.NewPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Only with mandatory verification does sign-up answer the same for known and unknown addresses.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
# In the browser that signed up the link of the mail signs in; elsewhere it leads to the sign-in page.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = reverse_lazy("account_email")
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Tries by address (ip), by signed-in person (user) or by account (key). Passwords are counted in
# accounts/sign_in/password_limits.py, so login_failed counts the codes of the second step.
# What 429.html promises: a minute later there is room again.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "5/m/key,30/h/key",
    "signup": "20/m/ip",
    "confirm_email": "1/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody signs in unverified anyway; this lets people with a second step change their address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "accounts.sign_in.adapter.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "accounts.sign_in.forms.SecondStepForm",
    "reauthenticate": "accounts.sign_in.forms.SecondStepAgainForm",
    "activate_totp": "accounts.sign_in.forms.AddAppForm",
    "add_webauthn": "accounts.sign_in.passkey_forms.AddKeyForm",
    "edit_webauthn": "accounts.sign_in.passkey_forms.EditKeyForm",
    "login_webauthn": "accounts.sign_in.passkey_forms.SignInWithKeyForm",
    "authenticate_webauthn": "accounts.sign_in.passkey_forms.SecondStepWithKeyForm",
    "reauthenticate_webauthn": "accounts.sign_in.passkey_forms.ReauthenticateWithKeyForm",
}
MFA_TOTP_ISSUER = "careerpath"
MFA_TOTP_TOLERANCE = 1  # a code typed at the last second still counts
CRISPY_ALLOWED_TEMPLATE_PACKS = ["house_forms"]
CRISPY_TEMPLATE_PACK = "house_forms"

# Mail
if LOCAL:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
else:
    vars().update(MAIL_SERVER)
EMAIL_TIMEOUT = 5  # seconds; somebody waits for the answer
SERVER_EMAIL = DEFAULT_FROM_EMAIL = (
    DEFAULT_FROM_EMAIL or f"careerpath <noreply@{urlsplit(SITE_URL).hostname}>"
)

# Static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
if LOCAL:  # WhiteNoise warns of a missing folder, and tests fail on warnings
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED or not LOCAL
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_KEEP_ONLY_HASHED_FILES = True


def WHITENOISE_ADD_HEADERS_FUNCTION(headers, path, url):
    """Files are never pages: opened by themselves they may do nothing."""
    headers["Content-Security-Policy"] = (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    )


# Transport and headers
SECURE_SSL_REDIRECT = not LOCAL
if not LOCAL:
    vars().update(HSTS.settings)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "careerpath.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [] if LOCAL else [SITE_URL]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = LONGEST_BODY
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# A CV is never on the disk, not even for a moment.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = LONGEST_UPLOAD

# Logs go to stderr, one JSON object a line, with the id of the request.
LOGGING = logging_settings(LOG_LEVEL)
