"""`manage.py check_links`: what it prints."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.pages.factories import make_condition_page

from ..links.factories import serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(settings):
    with serving({"/here": 200}) as serving_host:
        settings.CITEWELL_LINKS_ALLOWED_HOSTS = [serving_host.name]
        url = serving_host.url
        make_condition_page(lead=f'<a href="{url}/gone">x</a><a href="http://10.0.0.1/">x</a>')
        yield serving_host


def run(*arguments):
    out = StringIO()
    call_command("check_links", *arguments, stdout=out)
    return out.getvalue()


def test_it_names_what_leads_nowhere_and_counts(host):
    lines = run().strip().splitlines()
    assert sorted(lines[:-1]) == [
        "http://10.0.0.1/: an address inside a private network or at an unusual port",
        f"{host.url}/gone: 404 Not Found",
    ]
    assert lines[-1] == "2 addresses asked, 2 lead nowhere."


def test_a_second_run_asks_nothing_unless_all_is_wanted(host):
    run()
    assert json.loads(run("--json"))["asked"] == 0
    report = json.loads(run("--json", "--all"))
    assert (report["asked"], report["addresses"]) == (2, 2)
    assert [row["url"] for row in report["broken"]] == ["http://10.0.0.1/", f"{host.url}/gone"]
