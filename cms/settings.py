"""Settings, read from the environment with safe defaults; `.env.example` names every variable.

An installation's own state (database, secrets, uploads, outgoing mail of the demo) lives in the folder `var/`. What
an unsafe setting is stands in `refusals.py`, what replaces a local default in `backends.py`.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from .backends import check_cache, check_destination, file_storage, image_sources, start_error_reports, task_settings
from .refusals import refusals, refuse

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).absolute()
env.read_env(VAR_DIR / "installation.env")

# --- Who may reach it -------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}").rstrip("/")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", urlsplit(BASE_URL).hostname or "localhost"]
)
HTTPS = BASE_URL.startswith("https://")
# How many entries at the end of X-Forwarded-For the site's own proxies wrote.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- Tasks ------------------------------------------------------------------------------------------------------------
_tasks = task_settings(
    env.str("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend"),
    env.str("TASKS_URL", default="redis://127.0.0.1:6379/0"),
)
TASKS = _tasks["TASKS"]
RQ_QUEUES = _tasks["RQ_QUEUES"]

# --- Apps -------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "cms",
    # Before pages, which takes away what it makes of drafts.
    "wagtail.contrib.redirects",
    "pages",
    "contact",
    "outbox",
    "django_recaptcha",
    "django_tasks",
    "django_tasks_db",
    *_tasks["TASK_APPS"],
    "csp",
    "corsheaders",
    "wagtail.contrib.forms",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "ninja",
    "wagtail.api.v3",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Outside the next, or front ends elsewhere could not read the problems that it makes.
    "corsheaders.middleware.CorsMiddleware",
    "cms.api_problems.ApiProblemsMiddleware",
    # What stands below it is kept with the answer; so what depends on who asks stands above.
    "pages.snapshots.middleware.SnapshotMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.policies.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(env.str("DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Many writers on one file: without these a third of concurrent posts are refused.
    DATABASES["default"]["ENGINE"] = "cms.sqlite_in_turn"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A database that does not answer must not hold the visitor for minutes.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
CACHES = {"default": check_cache(env.cache_url("CACHE_URL", default="locmemcache://"))}
DATA_KEYS = env.list("DATA_KEYS", default=[])

# --- Mail -------------------------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Citewell <noreply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": file_storage(env.str("STORAGE_URL", default=""), MEDIA_ROOT),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English"))]
TIME_ZONE = env.str("TIME_ZONE", default="America/New_York")
USE_I18N = True
USE_TZ = True

# --- Sign-in ----------------------------------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"

# --- Security ---------------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# The editor shows the page it edits in a frame.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# The admin is Wagtail's and styles its widgets inline; the public site is held to its own files.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *image_sources(STORAGES["default"])],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
# Front ends elsewhere that may use the JSON API in a browser. It knows no cookies, and none are let through.
CORS_ALLOWED_ORIGINS = env.list("API_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/v1/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = ["accept", "accept-language", "content-type", "idempotency-key", "if-none-match"]
CORS_EXPOSE_HEADERS = ["etag", "retry-after"]
CORS_ALLOW_CREDENTIALS = False
RECAPTCHA_PUBLIC_KEY = env.str("RECAPTCHA_PUBLIC_KEY", default="")
RECAPTCHA_PRIVATE_KEY = env.str("RECAPTCHA_PRIVATE_KEY", default="")
# The package would wait 10 s; an enquiry is answered sooner than that.
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 3
RECAPTCHA_REQUIRED_SCORE = env.float("RECAPTCHA_REQUIRED_SCORE", default=0.5)
CITEWELL_RECAPTCHA_VERSION = env.str("RECAPTCHA_VERSION", default="v2")
# With it no third party is ever asked about an enquiry or told of a visitor, whatever keys are set.
CITEWELL_PRIVACY_MODE = env.bool("PRIVACY_MODE", default=False)

# --- Wagtail ----------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = env.str("SITE_NAME", default="Citewell")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
# The contract and the page to try out Wagtail's own API, at /api/v3-preview/docs/.
WAGTAILAPI_DOCS_ENABLED = env.bool("API_V3_DOCS", default=False)
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- Citewell ---------------------------------------------------------------------------------------------------------
# The template that the contact pages stand in; without it they bring a plain one of their own.
CITEWELL_BASE_TEMPLATE = "citewell/pages/base.html"
# Hosts inside the network that webhooks may go to, as host or host:port. Staff type addresses in; this is not theirs.
CITEWELL_WEBHOOK_ALLOWED_HOSTS = env.list("WEBHOOK_ALLOWED_HOSTS", default=[])
# Days after which what was sent is forgotten, and after how many minutes waiting the outbox is called late.
CITEWELL_OUTBOX_KEPT_DAYS = env.int("OUTBOX_KEPT_DAYS", default=90)
CITEWELL_OUTBOX_LATE_MINUTES = env.int("OUTBOX_LATE_MINUTES", default=60)
# Finished pages are kept and served without rendering until something that they use changes. A template that is being
# written would not show.
CITEWELL_SNAPSHOTS = env.bool("SNAPSHOTS", default=not DEBUG)
# Apps and models of which pages show nothing, besides those that are known to be so.
CITEWELL_SNAPSHOTS_UNSEEN = ["citewell_contact", "citewell_outbox", "django_tasks_database"]
# A folder or a bucket that `manage.py publish_pages` writes public pages to, for a web server or a CDN.
CITEWELL_STATIC_PAGES = check_destination(env.str("STATIC_PAGES", default=""))
# A cache in front of the site that takes PURGE requests: what changed is dropped there at once.
if PURGE_URL := env.str("PURGE_URL", default=""):
    WAGTAILFRONTENDCACHE = {
        "purge": {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": PURGE_URL}
    }
# Hosts inside the network, as host or host:port, that links of pages may be checked at.
CITEWELL_LINKS_ALLOWED_HOSTS = env.list("LINKS_ALLOWED_HOSTS", default=[])
# Where references are looked up, and whom these services may write to. An empty address switches one off.
CITEWELL_CROSSREF_URL = env.str("CROSSREF_URL", default="https://api.crossref.org")
CITEWELL_PUBMED_URL = env.str("PUBMED_URL", default="https://eutils.ncbi.nlm.nih.gov/entrez/eutils")
CITEWELL_LOOKUP_CONTACT = env.str("LOOKUP_CONTACT", default="")

# --- What went wrong --------------------------------------------------------------------------------------------------
# To standard error, where the supervisor of the process keeps it; Django's own default would only mail it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
# Local variables and posted values hold what visitors wrote.
DEFAULT_EXCEPTION_REPORTER_FILTER = "contact.error_reports.WordlessReporterFilter"
start_error_reports(env.str("SENTRY_DSN", default=""))

refuse(
    refusals(
        debug=DEBUG,
        secret_key=SECRET_KEY,
        data_keys=DATA_KEYS,
        allowed_hosts=ALLOWED_HOSTS,
        captcha_keys=[RECAPTCHA_PUBLIC_KEY, RECAPTCHA_PRIVATE_KEY],
        api_origins=CORS_ALLOWED_ORIGINS,
    )
)
