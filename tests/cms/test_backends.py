"""What replaces a local default is read from one URL, and a missing package is named."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.utils.module_loading import import_string

from cms import backends
from tests.bucket_server import make_bucket, running_buckets


@pytest.fixture
def _every_package(monkeypatch):
    """Pretend that each optional package is installed."""
    monkeypatch.setattr(backends, "find_spec", lambda name: True)


@pytest.fixture
def _no_package(monkeypatch):
    """Pretend that no optional package is installed."""
    monkeypatch.setattr(backends, "find_spec", lambda name: None)


def test_uploads_stay_in_the_local_folder_by_default():
    assert backends.file_storage("", Path("/srv/media"))["OPTIONS"] == {"location": "/srv/media"}


def test_uploads_go_to_another_local_folder():
    assert backends.file_storage("file:///srv/other", Path("/x"))["OPTIONS"] == {"location": "/srv/other"}


@pytest.mark.usefixtures("_every_package")
def test_uploads_go_to_s3():
    url = "s3://KEY:a%2Fb@bucket/site?region=eu-west-1&endpoint=https://s3.example"
    options = backends.file_storage(url, Path("/x"))["OPTIONS"]
    assert (options["bucket_name"], options["location"], options["secret_key"]) == ("bucket", "site", "a/b")
    assert backends.image_sources({"OPTIONS": options}) == ["https://s3.example"]


def test_uploads_are_read_from_the_bucket_that_they_went_to():
    with running_buckets() as endpoint:
        there = make_bucket(endpoint)
        storage = backends.file_storage(there.address, Path("/x"))
        kept = import_string(storage["BACKEND"])(**storage["OPTIONS"])
        assert kept.save("images/scan.txt", ContentFile(b"words")) == "images/scan.txt"
        assert there.read("images/scan.txt")["Body"] == kept.open("images/scan.txt").read() == b"words"
        # Another file of that name takes nothing from the first.
        assert kept.save("images/scan.txt", ContentFile(b"other")) != "images/scan.txt"
        assert kept.url("images/scan.txt").partition("?")[0].endswith("/site/images/scan.txt")


@pytest.mark.usefixtures("_every_package")
@pytest.mark.parametrize("url", ["ftp://host", "s3://", "s3:///folder"])
def test_a_storage_of_another_kind_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL"):
        backends.file_storage(url, Path("/x"))


@pytest.mark.usefixtures("_every_package")
@pytest.mark.parametrize("named", ["", "/srv/pages", "s3://KEY:SECRET@bucket/pages", "gs://bucket", "az://container"])
def test_pages_are_published_to_a_folder_or_a_bucket(named):
    assert backends.check_destination(named) == named


@pytest.mark.usefixtures("_every_package")
@pytest.mark.parametrize(
    "read", [backends.check_destination, lambda url: backends.file_storage(url, Path("/x"))], ids=["pages", "uploads"]
)
def test_a_key_that_is_cut_in_two_by_its_slash_is_refused(read):
    with pytest.raises(ImproperlyConfigured, match="%2F"):
        read("s3://KEY:one/two@bucket/folder")


@pytest.mark.usefixtures("_every_package")
@pytest.mark.parametrize("named", ["ftp://host", "s3://", "https://bucket.example"])
def test_pages_are_published_to_nothing_else(named):
    with pytest.raises(ImproperlyConfigured, match="STATIC_PAGES"):
        backends.check_destination(named)


@pytest.mark.parametrize(
    ("storage", "sources"),
    [
        ({}, []),
        ({"OPTIONS": {"bucket_name": "b", "custom_domain": "media.example"}}, ["https://media.example"]),
        ({"OPTIONS": {"bucket_name": "b"}}, ["https://b.s3.amazonaws.com"]),
    ],
)
def test_images_may_come_from_the_storage(storage, sources):
    assert backends.image_sources(storage) == sources


@pytest.mark.usefixtures("_no_package")
@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (
            lambda: backends.file_storage("s3://bucket", Path("/x")),
            r"STORAGE_URL .* pip install .django-storages\[s3\]",
        ),
        (lambda: backends.check_destination("s3://bucket"), "STATIC_PAGES .*obstore"),
        (lambda: backends.check_cache({"BACKEND": "django.core.cache.backends.redis.RedisCache"}), "CACHE_URL .*redis"),
        (lambda: backends.task_settings("django_tasks_rq.RQBackend", "redis://h"), "TASKS_BACKEND .*django-tasks-rq"),
        (lambda: backends.start_error_reports("https://key@host/1"), "SENTRY_DSN .*sentry-sdk"),
    ],
)
def test_a_missing_package_is_named_with_its_command(ask, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        ask()


def test_tasks_are_kept_in_the_database_by_default():
    settings = backends.task_settings("django_tasks_db.DatabaseBackend", "")
    assert settings["TASKS"]["outbox"] == {"BACKEND": "django_tasks_db.DatabaseBackend"}
    assert settings["TASKS"]["default"]["BACKEND"].endswith("ImmediateBackend")
    assert settings["TASK_APPS"] == []


@pytest.mark.usefixtures("_every_package")
def test_tasks_in_redis_bring_their_apps_and_address():
    settings = backends.task_settings("django_tasks_rq.RQBackend", "rediss://me:p%40ss@tasks.example:6380/3")
    queue = settings["RQ_QUEUES"]["default"]
    where = [queue[name] for name in ("HOST", "PORT", "DB", "USERNAME", "PASSWORD", "SSL")]
    assert where == ["tasks.example", 6380, 3, "me", "p@ss", True]
    assert "django_tasks_rq" in settings["TASK_APPS"]


def test_a_redis_that_is_away_keeps_nobody_waiting():
    client = backends.redis_queue("redis://tasks.example")["REDIS_CLIENT_KWARGS"]
    assert client["retry"].get_retries() == 0
    assert client["socket_connect_timeout"] + client["socket_timeout"] < 3


def test_an_address_that_is_no_redis_is_refused():
    with pytest.raises(ImproperlyConfigured, match="TASKS_URL"):
        backends.redis_queue("http://tasks.example")


def test_no_error_reports_without_a_dsn():
    backends.start_error_reports("")
