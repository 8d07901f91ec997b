"""Settings of what an installation may use instead of the local defaults: file storage, tasks, cache, error reports.

Each of these needs a package that the default installation does without; a setting that asks for a package which is
not there stops the start with the command that installs it.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def need(module: str, *, setting: str, requirement: str) -> None:
    """Raise ImproperlyConfigured, with the command to run, when an optional package is not installed."""
    if find_spec(module) is None:
        raise ImproperlyConfigured(
            f'{setting} asks for a package that is not installed: pip install "{requirement}" -c constraints.txt'
        )


def file_storage(url: str, media_root: Path) -> dict[str, Any]:
    """Return the STORAGES entry for uploads: `file:` or nothing for a local folder, `s3://bucket` for S3.

    `s3://KEY:SECRET@bucket/prefix?region=&endpoint=&domain=`; the key may be left out where the machine has a role.
    Raises ImproperlyConfigured for any other scheme, a missing bucket, or when django-storages is not installed.
    """
    parts = urlsplit(url)
    if parts.scheme in ("", "file"):
        location = parts.path or str(media_root)
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}}
    if parts.scheme != "s3" or not parts.hostname:
        raise ImproperlyConfigured(
            "STORAGE_URL is neither file:///folder nor s3://bucket: set one of them, or leave it empty."
        )
    _refuse_cut_key(parts.path, "STORAGE_URL")
    need("storages", setting="STORAGE_URL", requirement="django-storages[s3]>=1.14.6")
    query = dict(parse_qsl(parts.query))
    options = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "region_name": query.get("region"),
        "endpoint_url": query.get("endpoint"),
        "custom_domain": query.get("domain"),
        "file_overwrite": False,
        # Addresses that expire have no place in a page that is kept by caches.
        "querystring_auth": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {k: v for k, v in options.items() if v is not None}}


def check_destination(named: str) -> str:
    """Return where pages are published to, as it is named: a folder, or a bucket that obstore can write to.

    Raises ImproperlyConfigured for another kind of address, and when obstore is not installed.
    """
    if "://" in named:
        parts = urlsplit(named)
        if parts.scheme not in ("s3", "gs", "az") or not parts.hostname:
            raise ImproperlyConfigured(
                "STATIC_PAGES is neither a folder nor s3://bucket, gs://bucket or az://container."
            )
        _refuse_cut_key(parts.path, "STATIC_PAGES")
        need("obstore", setting="STATIC_PAGES", requirement="obstore>=0.12,<1")
    return named


def _refuse_cut_key(path: str, setting: str) -> None:
    """Raise ImproperlyConfigured for an address whose key has a slash: half of it would be taken for a folder."""
    if "@" in path:
        raise ImproperlyConfigured(f"{setting} has a key with a slash in it: write it as %2F.")


def image_sources(storage: dict[str, Any]) -> list[str]:
    """Return the origins outside this site that uploads are shown from, for the Content-Security-Policy."""
    options = storage.get("OPTIONS", {})
    if domain := options.get("custom_domain"):
        return [f"https://{domain}"]
    if endpoint := options.get("endpoint_url"):
        return [endpoint]
    if bucket := options.get("bucket_name"):
        return [f"https://{bucket}.s3.amazonaws.com"]
    return []


def check_cache(cache: dict[str, Any]) -> dict[str, Any]:
    """Return the CACHES entry, a Redis one with a backend that a fault of Redis does not reach through.

    Raises ImproperlyConfigured when it is Redis and its client is not installed.
    """
    if "redis" not in str(cache.get("BACKEND", "")):
        return cache
    need("redis", setting="CACHE_URL", requirement="redis>=5")
    return cache | {"BACKEND": "cms.steady_cache.SteadyRedisCache"}


def task_settings(backend: str, url: str) -> dict[str, Any]:
    """Return the settings that a task backend needs: TASKS, and for Redis RQ_QUEUES and the apps to install.

    Only what leaves the system waits for a worker, under the alias `outbox`. Wagtail's own tasks keep its indexes, and
    those must be right at the next request: they run at once, as they do in a stock Wagtail.
    """
    at_once = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    aliases: dict[str, Any] = {"default": at_once, "outbox": {"BACKEND": backend}}
    tasks: dict[str, Any] = {"TASKS": aliases, "TASK_APPS": [], "RQ_QUEUES": {}}
    if backend.startswith("django_tasks_rq."):
        need("django_tasks_rq", setting="TASKS_BACKEND", requirement="django-tasks-rq>=0.12,<0.13")
        aliases["outbox"]["QUEUES"] = ["default"]
        tasks["TASK_APPS"] = ["django_rq", "django_tasks_rq"]
        tasks["RQ_QUEUES"] = {"default": redis_queue(url)}
    return tasks


def redis_queue(url: str) -> dict[str, Any]:
    """Return the RQ_QUEUES entry for an address, with a client that gives up at once.

    A visitor waits while a worker is woken, and the sweep does its work anyway. Left alone, the client asks a Redis
    that is away again for several seconds, and waits for a silent one without end.
    """
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    parts = urlsplit(url)
    if parts.scheme not in ("redis", "rediss"):
        raise ImproperlyConfigured("TASKS_URL is no address of a Redis: set it to redis://host:6379/0.")
    return {
        "HOST": parts.hostname or "localhost",
        "PORT": parts.port or 6379,
        "DB": int(parts.path.strip("/") or 0),
        "USERNAME": unquote(parts.username or "") or None,
        "PASSWORD": unquote(parts.password or "") or None,
        "SSL": parts.scheme == "rediss",
        "REDIS_CLIENT_KWARGS": {"retry": Retry(NoBackoff(), 0), "socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }


def start_error_reports(dsn: str) -> None:
    """Send errors to Sentry where a DSN is set; nothing a visitor wrote goes with them."""
    if not dsn:
        return
    need("sentry_sdk", setting="SENTRY_DSN", requirement="sentry-sdk>=2.20")
    import sentry_sdk

    sentry_sdk.init(dsn=dsn, send_default_pii=False, max_request_body_size="never", include_local_variables=False)
