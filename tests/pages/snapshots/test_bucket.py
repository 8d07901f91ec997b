"""Pages in a bucket: whole, told what they are, packed beside themselves, and gone in the moment of a change."""

import gzip
import json
from pathlib import PurePosixPath

import brotli
import obstore
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from obstore.exceptions import GenericError
from obstore.store import MemoryStore
from wagtail.models import PageViewRestriction

from pages.snapshots import bucket as bucket_module
from pages.snapshots.bucket import Bucket
from pages.snapshots.destination import NotReached, find_destination
from pages.snapshots.publishing import Published, publish_pages
from tests.bucket_server import make_bucket, running_buckets

from .asking import ask
from .small_site import make_small_site

PLACE = PurePosixPath("clinic.example/pain/index.html")
HEADERS = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "public, max-age=60", "X-Other": "1"}
NOWHERE = "s3://KEY:SECRET@bucket?region=us-east-1&endpoint=http://127.0.0.1:9"


@pytest.fixture(scope="module")
def endpoint():
    with running_buckets() as address:
        yield address


@pytest.fixture
def there(endpoint):
    return make_bucket(endpoint)


@pytest.fixture
def bucket(there):
    return Bucket(there.address)


def write(bucket, *answers, finish=True):
    """A round: {place: whether it had to be written}."""
    bucket.read_places()
    wrote = [bucket.write(place, body, HEADERS) for place, body in answers]
    if finish:
        bucket.finish("of nginx\n")
    return wrote


def test_an_answer_is_written_once_with_its_packed_twins(there, bucket):
    assert write(bucket, (PLACE, b"Pain")) == [True]
    assert write(bucket, (PLACE, b"Pain")) == [False]
    page = there.read(str(PLACE))
    assert (page["Body"], page["ContentType"], page["CacheControl"]) == (
        b"Pain",
        "text/html; charset=utf-8",
        "public, no-cache",
    )
    for ending, encoding, unpack in ((".gz", "gzip", gzip.decompress), (".br", "br", brotli.decompress)):
        twin = there.read(f"{PLACE}{ending}")
        assert (unpack(twin["Body"]), twin["ContentEncoding"]) == (b"Pain", encoding)
        assert twin["ContentType"] == page["ContentType"]
    assert there.read("headers.conf")["Body"] == b"of nginx\n"


def test_new_words_are_written_and_packed_anew(there, bucket):
    write(bucket, (PLACE, b"Old"))
    assert write(bucket, (PLACE, b"New")) == [True]
    assert there.read(str(PLACE))["Body"] == b"New"
    assert gzip.decompress(there.read(f"{PLACE}.gz")["Body"]) == b"New"


@pytest.mark.parametrize("name", [PLACE.name, f"{PLACE.name}.gz", f"{PLACE.name}.br"])
def test_what_somebody_else_deleted_is_written_again(there, bucket, name):
    write(bucket, (PLACE, b"Pain"))
    there.client.delete_object(Bucket=there.name, Key=f"site/{PLACE.with_name(name)}")
    assert write(bucket, (PLACE, b"Pain")) == [True]
    assert str(PLACE.with_name(name)) in there.list()


def test_what_somebody_else_wrote_is_replaced(there, bucket):
    write(bucket, (PLACE, b"Pain"))
    there.client.put_object(Bucket=there.name, Key=f"site/{PLACE}", Body=b"Other")
    assert write(bucket, (PLACE, b"Pain")) == [True]


def test_a_round_that_broke_off_is_not_taken_for_one_that_ended(there, bucket):
    write(bucket, (PLACE, b"Old"))
    write(bucket, (PLACE, b"New"), finish=False)
    assert write(bucket, (PLACE, b"Old")) == [True]
    assert there.read(str(PLACE))["Body"] == b"Old"


def test_what_is_removed_takes_its_twins_along_and_no_neighbour(there, bucket):
    other = PurePosixPath("clinic.example/index.html")
    write(bucket, (PLACE, b"Pain"), (other, b"Home"))
    bucket.remove([PLACE, PurePosixPath("clinic.example/nothing/index.html")])
    assert bucket.read_places() == {other}
    assert not [name for name in there.list() if "pain" in name]


def test_a_twin_that_was_left_behind_is_found_and_taken_away(there, bucket):
    write(bucket, (PLACE, b"Pain"))
    there.client.delete_object(Bucket=there.name, Key=f"site/{PLACE}")
    assert bucket.read_places() == {PLACE}
    bucket.remove([PLACE])
    assert not [name for name in there.list() if "pain" in name]


def test_what_was_taken_away_is_no_longer_told_of(there, bucket):
    write(bucket, (PLACE, b"Pain"))
    bucket.remove(bucket.read_places())
    bucket.finish("")
    assert json.loads(there.read("published.json")["Body"]) == {}


@pytest.mark.parametrize("text", [b"{", b"[]", b"\xff", b""])
def test_whatever_stands_where_the_publisher_writes_down_is_written_anew(there, bucket, text):
    write(bucket, (PLACE, b"Pain"))
    there.client.put_object(Bucket=there.name, Key="site/published.json", Body=text)
    assert write(bucket, (PLACE, b"Pain")) == [True]
    assert list(json.loads(there.read("published.json")["Body"])) == [str(PLACE)]


def test_who_is_in_a_hurry_leaves_a_bucket_alone_that_failed_a_moment_ago(there, monkeypatch):
    monkeypatch.setattr(bucket_module, "_RESTING", {})
    tried = []
    monkeypatch.setattr(bucket_module, "_delete", lambda *asked: tried.append(asked) or fail())
    for _time in range(3):
        with pytest.raises(NotReached):
            Bucket(there.address, is_hurried=True).remove([PLACE])
    assert len(tried) == 1
    with pytest.raises(NotReached):
        Bucket(there.address).remove([PLACE])
    assert len(tried) == 2


def fail():
    raise GenericError("Away")


def test_others_than_s3_stop_at_what_is_not_there(monkeypatch):
    store = MemoryStore()
    for place in ("a/index.html", "b/index.html"):
        obstore.put(store, place, b"Pain")
    deleted = []

    def delete(store, places):
        deleted.append(places)
        if "a/index.html.br" in places:
            raise FileNotFoundError("a/index.html.br")
        obstore_delete(store, places)

    obstore_delete = obstore.delete
    monkeypatch.setattr(obstore, "delete", delete)
    bucket_module._delete(store, ["a/index.html.br", "a/index.html"])
    assert deleted[-1] == ["a/index.html"]
    assert [entry["path"] for page in obstore.list(store) for entry in page] == ["b/index.html"]


def test_a_bucket_that_does_not_answer_is_one_clear_fault():
    bucket = Bucket(NOWHERE, is_hurried=True)
    with pytest.raises(NotReached) as caught:
        bucket.remove([PLACE])
    assert "\n" not in str(caught.value)
    assert "SECRET" not in str(caught.value)


def test_a_bucket_that_is_not_there_is_a_fault(endpoint):
    with pytest.raises(NotReached):
        Bucket(f"s3://KEY:SECRET@none?region=us-east-1&endpoint={endpoint}").read_places()


def test_an_address_that_is_none_is_refused():
    with pytest.raises(ImproperlyConfigured, match="STATIC_PAGES"):
        Bucket("ftp://host/").read_places()


@pytest.fixture
def site(there, settings, db):
    settings.CITEWELL_STATIC_PAGES = there.address
    made = make_small_site()
    publish_pages(find_destination())
    connection.run_on_commit.clear()
    return made


def place_of_page(page):
    return "/".join(filter(None, ("localhost", page.get_url_parts()[2].strip("/"), "index.html")))


def test_each_object_holds_what_the_site_answers(site, there):
    for page in site.pages:
        answer = ask(page)
        stored = there.read(place_of_page(page))
        assert stored["Body"] == answer.content
        assert (stored["ContentType"], stored["CacheControl"]) == (answer["Content-Type"], "public, no-cache")
        data = there.read(f"localhost/api/v1/pages/{page.pk}/index.json")
        assert (json.loads(data["Body"])["id"], data["ContentType"]) == (page.pk, "application/json")
        # The API lets others keep data for a minute; nobody would tell who keeps it from a bucket.
        assert data["CacheControl"] == "public, no-cache"


def test_a_second_round_finds_everything_right(site):
    assert publish_pages(find_destination()) == Published(written=0, removed=0, right=2 * len(site.pages))


@pytest.mark.parametrize("close", ["restrict", "unpublish", "move"])
def test_a_page_that_may_not_be_read_there_any_more_is_gone_at_once(site, there, close):
    place = place_of_page(site.first)
    assert place in there.list()
    if close == "restrict":
        PageViewRestriction.objects.create(page=site.first, restriction_type="login")
    elif close == "unpublish":
        site.first.unpublish()
    else:
        site.first.move(site.about, pos="last-child")
    assert not {place, f"{place}.gz", f"{place}.br"} & set(there.list())
    publish_pages(find_destination())
    assert place not in there.list()


def test_the_clinic_s_settings_are_on_every_page(site, there):
    site.settings.clinic_name = "Other"
    site.settings.save()
    assert not [name for name in there.list() if "index." in name]


def test_a_bucket_that_is_away_keeps_nobody_from_taking_a_page_down(site, there, settings, caplog):
    settings.CITEWELL_STATIC_PAGES = NOWHERE
    site.first.unpublish()
    assert "could not be taken away; the next round does it" in caplog.text
    assert place_of_page(site.first) in there.list()
    publish_pages(Bucket(there.address))
    assert place_of_page(site.first) not in there.list()
