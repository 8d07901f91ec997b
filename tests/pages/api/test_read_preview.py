from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Site

from pages.models import PreviewDraft, SiteSettings, StandardPage
from pages.models.preview_draft import LIFETIME

from ..factories import cite, make_condition_page, make_reference, make_section
from .asking import ask, read

pytestmark = pytest.mark.django_db


def keep(page, **options):
    """A token for the page as it is in memory."""
    return PreviewDraft.objects.keep(page, user=None, **options).token


def test_a_draft_has_the_numbers_that_its_page_will_have():
    one, two = make_reference("One"), make_reference("Two")
    page = make_condition_page(live=False, lead=f"<p>Lead.{cite(two)}</p>")
    page.body = [make_section(f"<p>Text.{cite(one)} More.{cite(two)}</p>")]
    draft = read(f"/preview?token={keep(page)}")["page"]
    assert [source["csl"]["title"] for source in draft["references"]] == ["Two", "One"]
    page.live = True
    page.save()
    published = read(f"/pages/{page.pk}")
    assert (draft["lead"], draft["body"], draft["path"]) == (published["lead"], published["body"], published["path"])


def test_a_source_that_is_gone_is_pointed_out_to_the_editor():
    reference = make_reference()
    page = make_condition_page(lead=f"<p>Lead.{cite(reference)}</p>")
    token = keep(page)
    reference.delete()
    assert "source missing" in read(f"/preview?token={token}")["page"]["lead"]


def test_it_says_what_keeps_the_page_from_being_published():
    clinic = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    clinic.gate_off_label = "stop"
    clinic.save()
    findings = read(f"/preview?token={keep(make_condition_page())}")["findings"]
    assert ("off-label", True) in [(finding["gate"], finding["stops"]) for finding in findings]


def test_wagtails_checks_come_with_it_and_hide_in_the_panel():
    page = make_condition_page()
    bar = read(f"/preview?token={keep(page)}")["userbar"]
    assert "checker-axe-configuration" in bar
    assert "citewell-off-label" in bar
    assert "<aside hidden" in read(f"/preview?token={keep(page, in_panel=True)}")["userbar"]


def test_a_page_of_another_kind_is_previewed_without_findings():
    page = Site.objects.get(is_default_site=True).root_page.add_child(
        instance=StandardPage(title="About", slug="about")
    )
    assert read(f"/preview?token={keep(page)}")["findings"] == []


def test_35_nobody_keeps_a_preview_and_no_address_tells_of_it():
    response = ask(f"/preview?token={keep(make_condition_page())}")
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response
    assert "Surrogate-Key" not in response


@pytest.mark.parametrize("change", [lambda token: token[:-2], lambda token: "x" + token, lambda token: "nonsense"])
def test_35_a_token_that_was_changed_opens_nothing(change):
    response = ask(f"/preview?token={change(keep(make_condition_page()))}")
    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"


def test_35_a_token_opens_one_page_alone():
    page = make_condition_page(title="Open", live=False)
    make_condition_page(title="Shut", slug="shut", live=False)
    assert "Shut" not in ask(f"/preview?token={keep(page)}").content.decode()


def test_35_a_token_runs_out(monkeypatch):
    token = keep(make_condition_page())
    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 901)
    assert ask(f"/preview?token={token}").status_code == 410


def test_35_what_ended_is_deleted_with_the_next_draft():
    page = make_condition_page()
    PreviewDraft.objects.keep(page, user=None)
    PreviewDraft.objects.update(created_at=timezone.now() - LIFETIME - timedelta(seconds=1))
    assert ask(f"/preview?token={keep(page)}").status_code == 200
    assert PreviewDraft.objects.count() == 1


def test_a_preview_without_a_token_is_refused():
    assert ask("/preview").status_code == 422
