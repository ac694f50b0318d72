"""Settings that hold wherever Skyy runs; the setting modules beside this one add the rest."""

from datetime import timedelta

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from skyy.api.described_headers import HEADERS
from skyy.configuration import ROOT, Configuration

from . import node_static

# Lets Django's generic classes be written with their types, as in ``ModelAdmin[Asset]``.
django_stubs_ext.monkeypatch()

CONFIGURATION = Configuration()

BASE_DIR = ROOT
DEBUG = CONFIGURATION.debug
ALLOWED_HOSTS = CONFIGURATION.allowed_hosts
ROOT_URLCONF = "skyy.urls"
ASGI_APPLICATION = "skyy.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "skyy.administration.StudioAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "corsheaders",
    "rest_framework",
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "apps.accounts",
    "apps.assets",
    "apps.catalog",
    "apps.jobs",
]

MIDDLEWARE = [
    "skyy.api.request_id.RequestIdMiddleware",
    "skyy.api.throttles.RateLimitMiddleware",
    "skyy.response_headers.ResponseHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.audit.origin.AuditOriginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.accounts.pages.context.navigation",
                "apps.jobs.pages.context.waiting",
            ],
        },
    },
]

# Where ``BROKER`` is ``redis``.
REDIS_URL = ""

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "jobs:today"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600

REGISTRATION = CONFIGURATION.registration
STAFF_SECOND_FACTOR = bool(CONFIGURATION.staff_second_factor)
SECOND_FACTOR_KEY = CONFIGURATION.second_factor_key.get_secret_value()
# Days a link to join holds, and hours one for a new password or address does.
REGISTRATION_LINK_DAYS = 3
PASSWORD_LINK_HOURS = 2

DEFAULT_FROM_EMAIL = CONFIGURATION.mail_from
SERVER_EMAIL = CONFIGURATION.mail_from
EMAIL_HOST = CONFIGURATION.smtp_host
EMAIL_PORT = CONFIGURATION.smtp_port
EMAIL_HOST_USER = CONFIGURATION.smtp_user
EMAIL_HOST_PASSWORD = CONFIGURATION.smtp_password.get_secret_value()
EMAIL_USE_TLS = CONFIGURATION.smtp_security == "starttls"
EMAIL_USE_SSL = CONFIGURATION.smtp_security == "tls"
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
# Whether there is any way to send one.
MAIL_AVAILABLE = bool(CONFIGURATION.smtp_host)

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Where pages fetch stored files from and send them to, besides the studio itself.
STORAGE_ORIGINS: list[str] = []

# Other sites' scripts reach the API alone, with tokens: cookies are never sent along.
CORS_ALLOWED_ORIGINS = CONFIGURATION.cors_origins
CORS_URLS_REGEX = r"^/api/v1/"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST"]
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "X-Request-ID",
]
CORS_PREFLIGHT_MAX_AGE = 3600

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = CONFIGURATION.time_zone

STATIC_URL = "/static/"
NODE_MODULES_DIR = ROOT / "node_modules"
NODE_STATIC: dict[str, str] = node_static.FILES
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "skyy.static_finders.NodeModulesFinder",
]

# Larger bodies go to a temporary file at once; what is too large is refused by the upload itself.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 200

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.accounts.api.authentication.TokenAuthentication",
        "apps.accounts.api.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["apps.accounts.api.permissions.RolePermission"],
    "DEFAULT_RENDERER_CLASSES": ["skyy.api.envelope.EnvelopeRenderer"],
    "DEFAULT_PARSER_CLASSES": ["skyy.api.parsers.BoundedJSONParser"],
    "DEFAULT_FILTER_BACKENDS": [
        "skyy.api.filters.StrictFilters",
        "skyy.api.ordering.StrictOrdering",
    ],
    "DEFAULT_PAGINATION_CLASS": "skyy.api.pagination.PagePagination",
    "DEFAULT_SCHEMA_CLASS": "skyy.api.schema.EnvelopeSchema",
    "DEFAULT_THROTTLE_CLASSES": ["skyy.api.throttles.ScopedUserThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "sign_in": "10/min",
        "generation": f"{CONFIGURATION.generations_per_minute}/min",
        "image": "10/min",
        "video": "5/min",
        "audio": "10/min",
        "upload": "600/min",
    },
    # The address is the connection's, which the ASGI application has corrected where a trusted
    # proxy stands in front: anybody can write X-Forwarded-For.
    "NUM_PROXIES": 0,
    "EXCEPTION_HANDLER": "skyy.api.exceptions.handle",
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "UPDATE_LAST_LOGIN": True,
    # A changed password ends the tokens that were given for the old one.
    "CHECK_REVOKE_TOKEN": True,
    # Each refresh token serves once; the second time ends the sign-in it belongs to.
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Skyy",
    "DESCRIPTION": "Product photographs in; reviewed, published packshots and 3D models out.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "APPEND_COMPONENTS": {"headers": HEADERS},
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Several models have a "status"; each set of words gets a name of its own.
    "ENUM_NAME_OVERRIDES": {
        "PrivacyKindEnum": "apps.accounts.models.PrivacyKind",
        "KindEnum": "apps.assets.models.AssetKind",
        "AssetStatusEnum": "apps.assets.models.AssetStatus",
        "RetentionEnum": "apps.assets.models.Retention",
        "UploadStatusEnum": "apps.assets.models.UploadStatus",
        "ProductStatusEnum": "apps.catalog.models.ProductStatus",
        "PublicationStatusEnum": "apps.catalog.models.PublicationStatus",
        "CampaignStatusEnum": "apps.catalog.models.CampaignStatus",
        "EvidenceKindEnum": "apps.jobs.models.EvidenceKind",
        "ProviderKindEnum": "apps.jobs.providers.base.Kind",
        "DeliveryStatusEnum": "apps.jobs.models.DeliveryStatus",
        "JobStatusEnum": "apps.jobs.models.JobStatus",
        "MediaRoleEnum": "apps.catalog.models.MediaRole",
        "ReviewStatusEnum": "apps.jobs.models.ReviewStatus",
        "StepStatusEnum": "apps.jobs.models.StepStatus",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "skyy.logs.LineFormatter"},
        "json": {"()": "skyy.logs.JsonFormatter"},
    },
    "filters": {"one_line": {"()": "skyy.refusals.OneLine"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": CONFIGURATION.log_format}
    },
    "root": {"handlers": ["console"], "level": CONFIGURATION.log_level},
    "loggers": {
        # Django's own handlers know nothing of secrets.
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"filters": ["one_line"]},
        "dramatiq": {"level": "WARNING"},
        # Its lines hold whole addresses, also those of callbacks, whose queries may be secrets.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "PIL": {"level": "WARNING"},
    },
}
