"""Django's settings. What an installation may choose is in environ.py; the rest is fixed here."""

import contextlib
import secrets
from pathlib import Path

from pakhi.site import databases, environ
from pakhi.site.languages import languages

VALUES = environ.read()
DATA: Path = VALUES["DATA"]
try:
    DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
except OSError:
    raise environ.BadSetting(f"The setting DATA is {str(DATA)!r}; no folder can be made there.") from None
ROOT = Path(__file__).resolve().parent.parent


def secret(name: str) -> str:
    """A secret kept in DATA/secrets, made on first use; outside every database, readable by the owner only.

    It is there as a whole or not at all, also when two starts meet or one breaks off.
    """
    path = DATA / "secrets" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = path.with_name(f"{name}-{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    found = path.read_text().strip()
    if len(found) < 50:
        raise environ.BadSetting(f"The secret in {path} is broken. Put the copy back that was kept of it.")
    return found


SECRET_KEY = VALUES["PAKHI_SECRET"] or secret("django")
CARD_PEPPER = secret("cards")
DEBUG = VALUES["PAKHI_DEBUG"]
DEMONSTRATION = VALUES["PAKHI_DEMO"] or (DATA / "demonstration").exists()
ALLOWED_HOSTS = VALUES["PAKHI_HOSTS"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "pakhi.site",
    "pakhi.desk",
    "pakhi.reports",
    "pakhi.field",
    "pakhi.cbr",
    "pakhi.vault",
    "pakhi.voice",
    "pakhi.voice.ballots",
    "pakhi.network",
]
MIDDLEWARE = [
    "pakhi.site.middleware.Light",
    "django.middleware.security.SecurityMiddleware",
    "pakhi.site.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pakhi.site.middleware.Calm",
    "pakhi.site.middleware.TwoSites",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pakhi.site.middleware.DeskCsrf",
    "pakhi.vault.binding.Binding",
    "pakhi.site.middleware.Gate",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "pakhi.site.urls"
WSGI_APPLICATION = "pakhi.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pakhi.site.context.look",
            ],
        },
    }
]

DATABASES = databases.configure(VALUES)
DATABASE_ROUTERS = ["pakhi.site.databases.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "network.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_FORMS = {"login": "pakhi.site.accounts.SignIn", "change_password": "pakhi.site.accounts.ChangePassword"}
ACCOUNT_ADAPTER = "pakhi.site.accounts.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {  # by account, never by address; passwords at sign-in are counted by django-axes
    "login_failed": "8/15m/key", "reauthenticate": "8/15m/user", "change_password": "8/15m/user",
    "login": "", "signup": "", "reset_password": "", "reset_password_from_key": "", "request_login_code": "",
}  # fmt: skip
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Pakhi"
MFA_TOTP_TOLERANCE = 1  # clocks of cheap phones are half a minute off
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username"]  # by account, not by address: a village shares one address
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "site/locked.html"
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_CLIENT_IP_CALLABLE = "pakhi.site.accounts.no_address"
AXES_HANDLER = "pakhi.site.accounts.Counter"  # axes' own keeps what was typed
SILENCED_SYSTEM_CHECKS = ["axes.W003", "axes.W006"]  # one account, one counter: see AXES_LOCKOUT_PARAMETERS

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "desk"
SESSION_COOKIE_PATH = "/desk/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = VALUES["PAKHI_HTTPS"]
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 8 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie of its own would reach /v/
CSRF_COOKIE_NAME = "desk-csrf"
CSRF_COOKIE_PATH = "/desk/"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = VALUES["PAKHI_HTTPS"]
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "pakhi.site.pages.csrf_failure"
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if VALUES["PAKHI_HTTPS"] else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if VALUES["PAKHI_HTTPS"] else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = ["pakhi.vault.uploads.MemoryOnlyUploadHandler"]

LANGUAGES = [(language.code, language.name) for language in languages()]
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "desk-language"
LANGUAGE_COOKIE_PATH = "/desk/"
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Kolkata"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True, mode=0o700)
STATICFILES_DIRS = [ROOT / "site" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False  # `pakhi serve` collects and compresses them; a finder's file would come uncompressed
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"nameless": {"()": "pakhi.site.logs.Nameless"}},
    "formatters": {"line": {"()": "pakhi.site.logs.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["nameless"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "axes": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
