"""What a visitor sees when something is missing or breaks."""

import pytest
from django.template import loader
from django.test import RequestFactory
from django.views.defaults import server_error


@pytest.mark.django_db
def test_a_missing_page_is_told_in_the_site_s_own_template(client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "citewell/pages/base.html" in [template.name for template in response.templates]
    assert not response.cookies


def test_the_page_for_a_fault_needs_no_database():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"Something went wrong" in response.content


def test_the_page_for_a_fault_stands_alone():
    """What broke may be the very template that pages stand in."""
    assert "extends" not in loader.get_template("500.html").template.source
