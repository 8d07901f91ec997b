"""The wheel in projects of `wagtail start`, on the versions of constraints.txt and on the newest that there are."""

import re
from importlib.metadata import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from ..mail_server import Sink, running_sink
from .host import Host, run_well
from .instructions import APPS

pytestmark = pytest.mark.plugin

# `wagtail start` makes a HomePage besides.
RIVALS = {
    "pages": ["StandardPage", "ConditionPage", "GuidelinePage", "ReferenceListPage", "ConditionIndexPage"],
    "contact": ["ContactPage"],
}
MODELS = """
from django.contrib.auth.models import Group
from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import AbstractGroupApprovalTask, Page, Site
"""
OTHERS = """
class SiteSettings(BaseSiteSetting):
    title = models.CharField(max_length=10)


class ClinicalReviewTask(AbstractGroupApprovalTask):
    pass


class ReviewEvent(models.Model):
    page = models.ForeignKey(Page, models.CASCADE, related_name="review_events")
"""


def is_clean(host: Host) -> bool:
    """Tell whether the system checks find nothing to warn of and no migration is missing; say what they found."""
    for command in (["check", "--fail-level", "WARNING"], ["makemigrations", "--check", "--dry-run"]):
        done = host.manage(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    return True


def add_rivals(host: Host) -> None:
    """Give the host apps called `pages` and `contact`, with models that are called as ours are."""
    for app, names in RIVALS.items():
        classes = "".join(f"\n\nclass {name}(Page):\n    intro = models.TextField(blank=True)\n" for name in names)
        host.add(f"{app}/__init__.py", "")
        host.add(f"{app}/models.py", MODELS + classes + (OTHERS if app == "pages" else ""))
    host.add("mysite/settings/base.py", 'INSTALLED_APPS += ["pages", "contact"]\n')
    made = host.manage("makemigrations", "pages", "contact")
    assert made.returncode == 0, made.stderr


def send_to(host: Host, sink: SimpleNamespace) -> None:
    """Have the host's mail sent to a server on this machine."""
    settings = (
        f'EMAIL_BACKEND = "{sink.EMAIL_BACKEND}"\nEMAIL_HOST, EMAIL_PORT = "{sink.EMAIL_HOST}", {sink.EMAIL_PORT}\n'
    )
    host.add("mysite/settings/local.py", settings)


def assert_page_is_cited(shown: dict[str, object]) -> None:
    """The condition page, the index, the host's own home page, the colours, the search, and an address of nothing."""
    assert shown["statuses"] == [200, 200, 200, 200, 200, 404]
    assert re.search(r'role="doc-noteref"[^>]*>.*?1', str(shown["page"]))
    assert "A &lt;b&gt;classification&lt;/b&gt; of chronic pain" in str(shown["page"])
    assert "Chronic pain" in str(shown["search"])
    assert shown["home"] == "home.models"


def assert_enquiry_arrives(host: Host, sent: dict[str, object], sink: Sink) -> None:
    """One row, one receipt that is shown, and a mail for staff and one for the visitor, without what was written."""
    name, email, receipt = sent["stored"]
    assert (sent["status"], name, email, sent["cookies"]) == (303, "Mara Lind", "mara@example.org", [])
    assert receipt in str(sent["thanks"])
    assert sink.mails == []
    assert host.manage("deliver").stdout == "2 sent, 0 not sent\n"
    assert sorted(sink.recipients) == ["desk@clinic.example", "mara@example.org"]
    assert all(receipt in mail.as_string() and "Do you treat it?" not in mail.as_string() for mail in sink.mails)


def assert_host_comes_first(host: Host) -> None:
    """Templates of the project, and of an app that stands before ours, and a setting, show at the next request."""
    host.add("mysite/templates/citewell/pages/condition_page.html", "The host's page: {{ page.title }}")
    host.add("home/templates/citewell/contact/parts/form.html", "The host's form")
    host.add("mysite/settings/base.py", 'CITEWELL_BASE_TEMPLATE = "base.html"\n')
    page, contact = host.drive("readers")
    assert page.strip() == "The host's page: Chronic pain"
    assert "The host's form" in contact
    assert "css/mysite.css" in contact


@pytest.mark.parametrize("versions", ["present", "newest"])
def test_all_three_apps_in_a_project_of_wagtail_start(
    versions: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    mail = SimpleNamespace()
    with running_sink(mail) as sink:
        host = Host(tmp_path, request.getfixturevalue(versions), APPS)
        send_to(host, mail)
        if versions == "newest":
            add_rivals(host)
        assert is_clean(host)
        host.migrate()
        assert_page_is_cited(host.drive("pages"))
        assert_enquiry_arrives(host, host.drive("contact"), sink)
        answers = host.drive("admin")
    assert len(answers) > 30
    assert {url: status for url, status in answers.items() if status != 200} == {}
    assert_host_comes_first(host)


def test_the_newest_environment_has_the_newest_django_that_wagtail_supports(newest: Path) -> None:
    named = re.findall(r"Framework :: Django :: (\d+)\.(\d+)", str(metadata("wagtail").get_all("Classifier")))
    found = run_well(
        ["python", "-c", "'import sys, django; print(sys.version_info[1], *django.VERSION[:2])'"],
        folder=newest,
        environment=newest,
    )
    minor, *django = map(int, found.split())
    # Django 6 asks for Python 3.12.
    assert tuple(django) == (max((int(a), int(b)) for a, b in named) if minor >= 12 else (5, 2))


def test_pages_alone(newest: Path, tmp_path: Path) -> None:
    host = Host(tmp_path, newest, ("pages",))
    assert is_clean(host)
    host.migrate()
    assert_page_is_cited(host.drive("pages"))
    assert set(host.drive("admin").values()) == {200}


def test_the_outbox_alone(newest: Path, tmp_path: Path) -> None:
    mail = SimpleNamespace()
    with running_sink(mail) as sink:
        host = Host(tmp_path, newest, ("outbox",))
        send_to(host, mail)
        assert is_clean(host)
        host.migrate()
        assert host.drive("outbox") == ["sent"]
        assert sink.recipients == ["host@example.org"]
        assert set(host.drive("admin").values()) == {200}


def test_enquiries_with_the_outbox(newest: Path, tmp_path: Path) -> None:
    mail = SimpleNamespace()
    with running_sink(mail) as sink:
        host = Host(tmp_path, newest, ("contact", "outbox"))
        send_to(host, mail)
        assert is_clean(host)
        host.migrate()
        assert_enquiry_arrives(host, host.drive("contact"), sink)


def test_enquiries_without_the_outbox_are_told_what_is_missing(newest: Path, tmp_path: Path) -> None:
    host = Host(tmp_path, newest, ("contact",))
    done = host.manage("check")
    assert done.returncode == 1
    assert "Enquiries need the app citewell_outbox." in done.stderr
    assert "Traceback" not in done.stderr
    assert "System check identified 1 issue" in done.stderr
