"""The published files are exactly what anybody may read, and what may not be read any more is gone at once."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from pages.models import ContentChange, Reference
from pages.snapshots import publishing
from pages.snapshots.files import Folder
from pages.snapshots.noting import read_clock
from pages.snapshots.publishing import Published, is_news, publish_pages

from .asking import ask
from .small_site import make_small_site

pytestmark = pytest.mark.django_db
HOST = "localhost"


@pytest.fixture
def folder(tmp_path, settings):
    settings.CITEWELL_STATIC_PAGES = str(tmp_path / "pages")
    return tmp_path / "pages"


@pytest.fixture
def site(folder):
    made = make_small_site()
    publish_pages(Folder(folder))
    # As if all this had been committed: a change that comes now is another one.
    connection.run_on_commit.clear()
    return made


def file_of(folder, page):
    return folder / HOST / page.get_url_parts()[2].strip("/") / "index.html"


def data_of(folder, page):
    return folder / HOST / "api/v1/pages" / str(page.pk) / "index.json"


def test_each_file_holds_what_the_site_answers(site, folder):
    for page in site.pages:
        assert file_of(folder, page).read_bytes() == ask(page).content
        answer = ask(f"/api/v1/pages/{page.pk}")
        assert data_of(folder, page).read_bytes() == answer.content
        assert json.loads(answer.content)["id"] == page.pk


def test_a_second_round_finds_everything_right(site, folder):
    assert publish_pages(Folder(folder)) == Published(written=0, removed=0, right=2 * len(site.pages))


def test_a_change_takes_away_what_shows_it_and_the_next_round_writes_it_anew(site, folder):
    reference = site.sources[0]
    reference.csl = {**reference.csl, "title": "Another title"}
    reference.save()
    assert not file_of(folder, site.first).exists()
    assert file_of(folder, site.about).exists()
    publish_pages(Folder(folder))
    assert b"Another title" in file_of(folder, site.first).read_bytes()
    assert "Another title" in data_of(folder, site.first).read_text()


def test_what_changes_behind_everybody_s_back_is_found_by_the_next_round(site, folder):
    csl = {**site.sources[0].csl, "title": "Another title"}
    Reference.objects.filter(pk=site.sources[0].pk).update(csl=csl)
    publish_pages(Folder(folder))
    assert b"Another title" in file_of(folder, site.first).read_bytes()


@pytest.mark.parametrize("close", ["restrict", "restrict above", "unpublish", "delete", "move"])
def test_a_page_that_may_not_be_read_there_any_more_is_gone_at_once(site, folder, close):
    path, data = file_of(folder, site.first), data_of(folder, site.first)
    packed = path.with_name("index.html.gz")
    assert path.exists()
    assert packed.exists()
    if close == "unpublish":
        site.first.unpublish()
    elif close == "delete":
        site.first.delete()
    elif close == "move":
        site.first.move(site.about, pos="last-child")
    else:
        page = site.first if close == "restrict" else site.index
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert (path.exists(), packed.exists(), data.exists()) == (False, False, False)
    publish_pages(Folder(folder))
    assert not path.exists()
    assert data.exists() == (close == "move")


def test_a_round_that_read_what_was_true_before_is_undone_when_the_change_is_committed(
    site, folder, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=site.first, restriction_type="login")
        file_of(folder, site.first).parent.mkdir(parents=True, exist_ok=True)
        file_of(folder, site.first).write_bytes(b"of a round that began before")
    assert not file_of(folder, site.first).exists()


def failing(monkeypatch, status, paths=()):
    """Let the site answer so: everywhere, or at these paths."""
    real = publishing.asker()
    monkeypatch.setattr(
        publishing,
        "asker",
        lambda: (
            lambda origin, path, port: (
                HttpResponse(status=status) if path in paths or not paths else real(origin, path, port)
            )
        ),
    )


def test_while_the_database_is_away_what_is_published_stays(site, folder, monkeypatch):
    before = sorted(folder.rglob("*"))
    failing(monkeypatch, 503)
    monkeypatch.setattr(QuerySet, "exists", lambda *args: broken())
    with pytest.raises(OperationalError):
        publish_pages(Folder(folder))
    with pytest.raises(CommandError, match="away"):
        call_command("publish_pages")
    assert sorted(folder.rglob("*")) == before


def broken():
    raise OperationalError("the database is away")


@pytest.mark.parametrize("status", [500, 503])
def test_a_page_that_fails_stays_and_keeps_no_other_from_being_published(site, folder, monkeypatch, status):
    failing(monkeypatch, status, [site.first.get_url_parts()[2]])
    file_of(folder, site.first).write_bytes(b"of before")
    file_of(folder, site.about).unlink()
    (folder / "headers.conf").write_text("of before")
    assert publish_pages(Folder(folder)).failed == 1
    assert file_of(folder, site.first).read_bytes() == b"of before"
    assert file_of(folder, site.about).exists()
    assert (folder / "headers.conf").read_text() == "of before"
    with pytest.raises(CommandError, match="1 could not be rendered"):
        call_command("publish_pages")


def test_a_packed_twin_that_was_left_behind_goes(site, folder):
    place = file_of(folder, site.first)
    site.first.unpublish()
    place.parent.mkdir(parents=True, exist_ok=True)
    twin = place.with_name("index.html.br")
    twin.write_bytes(b"of a removal that broke off")
    publish_pages(Folder(folder))
    assert not twin.exists()


def test_what_changed_between_asking_and_writing_does_not_stay(site, folder):
    class Slow(Folder):
        def write(self, place, *answer):
            if site.first.live and site.first.slug in place.parts:
                site.first.unpublish()
            return super().write(place, *answer)

    file_of(folder, site.first).write_bytes(b"of before")
    publish_pages(Slow(folder))
    assert not file_of(folder, site.first).exists()


def test_the_clinic_s_settings_are_on_every_page(site, folder):
    site.settings.clinic_name = "Other"
    site.settings.save()
    assert not any(file_of(folder, page).exists() for page in site.pages)


def test_a_form_with_its_tokens_is_not_written(site, folder):
    from contact.models import ContactPage

    page = site.home.add_child(instance=ContactPage(title="Contact", slug="contact", consent_text="<p>Yes.</p>"))
    publish_pages(Folder(folder))
    assert not file_of(folder, page).exists()


def test_a_page_whose_end_has_come_is_news_and_goes(site, folder):
    since = timezone.now() - timedelta(minutes=1)
    clock = read_clock()
    assert clock is None or not is_news(clock, since)
    type(site.first).objects.filter(pk=site.first.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert is_news(read_clock(), since)


def test_nginx_is_told_the_headers_of_the_site_s_pages(site, folder):
    text = (folder / "headers.conf").read_text()
    answer = ask(site.first)
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control"):
        assert f'add_header {name} "{answer[name]}" always;' in text
    assert "ETag" not in text
    assert "Surrogate-Key" not in text


def test_without_a_folder_nothing_is_written_and_the_command_says_what_to_set(settings, tmp_path):
    settings.CITEWELL_STATIC_PAGES = ""
    site = make_small_site()
    site.first.unpublish()
    assert not ContentChange.objects.exists()
    with pytest.raises(CommandError, match="STATIC_PAGES"):
        call_command("publish_pages")


def test_the_command_says_how_many(folder, capsys):
    site = make_small_site()
    call_command("publish_pages")
    assert f"{2 * len(site.pages)} written, 0 removed, 0 right" in capsys.readouterr().out
