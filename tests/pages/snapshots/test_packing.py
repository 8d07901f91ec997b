"""Answers are packed once, and sent so to those who take them so, each kind of bytes under a name of its own."""

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.models import Snapshot
from pages.snapshots import packing
from pages.snapshots.answering import name_variant, read_variant
from pages.snapshots.packing import choose_encoding, pack_new
from tests.pages.factories import make_condition_page

from .asking import ask, render, whole

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br ; q=0.000, gzip; q=0", ""),
        ("BR;q=0.1", "br"),
        ("*", "br"),
        ("*;q=0, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
    ],
)
def test_the_best_encoding_that_is_taken(accepted, encoding):
    assert choose_encoding(accepted) == encoding


@given(accepted=st.text())
def test_any_header_is_understood_somehow(accepted):
    assert choose_encoding(accepted) in UNPACK


@given(name=st.from_regex(r"[0-9a-f]{32}", fullmatch=True), encoding=st.sampled_from(["", "br", "gzip"]))
def test_the_name_of_a_variant_tells_the_answer(name, encoding):
    assert read_variant(name_variant(f'"{name}"', encoding)) == f'"{name}"'


@pytest.fixture
def page(db):
    """A page that is kept and packed."""
    page = make_condition_page()
    render(page)
    ask(page)
    assert pack_new() == 1
    return page


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("", "")])
def test_it_is_sent_packed_with_one_query(page, accepted, encoding, django_assert_num_queries):
    plain = render(page)
    with django_assert_num_queries(1):
        answer = ask(page, **{"accept-encoding": accepted})
    assert answer.headers.get("Content-Encoding", "") == encoding
    assert UNPACK[encoding](answer.content) == plain.content
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["ETag"] == name_variant(plain["ETag"], encoding)
    assert answer.headers.get("Content-Length", str(len(answer.content))) == str(len(answer.content))


@pytest.mark.parametrize("known", ["", "br", "gzip"])
@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_who_has_it_in_whatever_form_has_it(page, known, accepted, django_assert_num_queries):
    etag = name_variant(render(page)["ETag"], known)
    with django_assert_num_queries(1):
        answer = ask(page, **{"accept-encoding": accepted, "if-none-match": f'"other", {etag}'})
    assert (answer.status_code, answer["ETag"], answer.content) == (304, etag, b"")
    assert "Content-Encoding" not in answer


def test_who_has_it_packed_from_before_it_was_made_anew_is_told_so(page):
    etag = name_variant(render(page)["ETag"], "br")
    Snapshot.objects.all().delete()
    assert ask(page, **{"if-none-match": etag}).status_code == 304


def test_head_says_how_long_the_packed_answer_is(page):
    packed, head = ask(page, **{"accept-encoding": "br"}), ask(page, "head", **{"accept-encoding": "br"})
    assert dict(head.items()) == dict(packed.items())
    assert head.content == b""


def test_until_it_is_packed_it_is_sent_as_it_is(page):
    Snapshot.objects.update(brotli=b"", gzip=b"", is_packed=False)
    assert whole(ask(page, **{"accept-encoding": "br"})) == whole(render(page))


def test_what_is_made_anew_is_packed_anew(page):
    page.title = "Another title"
    page.save_revision().publish()
    assert b"Another title" in ask(page, **{"accept-encoding": "br"}).content
    assert pack_new() == 1
    assert b"Another title" in brotli.decompress(ask(page, **{"accept-encoding": "br"}).content)


def test_what_is_made_anew_while_it_is_packed_is_not_mixed_up(page, monkeypatch):
    Snapshot.objects.update(is_packed=False)

    def pack(body):
        Snapshot.objects.update(made_at="2030-01-01T00:00Z", body=b"newer")
        return b"older"

    monkeypatch.setattr(packing, "pack_brotli", pack)
    pack_new()
    assert not Snapshot.objects.filter(brotli=b"older").exists()


def test_a_few_bytes_are_left_as_they_are(page):
    Snapshot.objects.update(body=b"short", is_packed=False)
    assert pack_new() == 1
    assert pack_new() == 0
    assert ask(page, **{"accept-encoding": "br"}).content == b"short"
