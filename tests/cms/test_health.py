"""The addresses for machines tell the truth and give nothing away."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone

from cms import health


def make_delivery(**overrides):
    """Return a stored delivery that is due now."""
    values = {"kind": "test", "subject_label": "auth.User", "subject_id": "1", "key": "test-1"}
    return apps.get_model("citewell_outbox.Delivery").objects.create(**values | overrides)


def fail(*args, **kwargs):
    """Stand in for a server that is gone."""
    raise OperationalError("connection to 10.1.2.3 refused")


def test_healthz_asks_neither_database_nor_session(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert not response.cookies


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/robots.txt"])
@pytest.mark.django_db
def test_head_works(client, address):
    assert client.head(address).status_code == 200


@pytest.mark.django_db
def test_readyz_is_ok_when_everything_works(client):
    assert client.get("/readyz").content == b"ok\n"


@pytest.mark.django_db
def test_a_database_that_is_gone_is_a_503_without_details(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"unavailable\n")
    assert response["Retry-After"] == "10"


@pytest.mark.django_db
def test_a_cache_that_forgets_is_a_503(client, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda *args, **kwargs: None)
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_delivery_that_nobody_takes_is_a_503(client):
    make_delivery(next_attempt_at=timezone.now() - 2 * health.OUTBOX_IS_LATE)
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_delivery_that_waits_for_its_next_attempt_is_no_fault(client):
    make_delivery(created_at=timezone.now() - timedelta(days=1), next_attempt_at=timezone.now() + timedelta(hours=1))
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_the_reason_is_in_the_log(client, monkeypatch, caplog):
    monkeypatch.setattr(connection, "cursor", fail)
    client.get("/readyz")
    assert "database" in caplog.text


def test_robots_stay_out_of_the_admin(client, settings):
    settings.BASE_URL = "https://clinic.example"
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: https://clinic.example/sitemap.xml" in text
