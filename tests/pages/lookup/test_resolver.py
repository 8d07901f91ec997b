"""`pages.lookup.resolver`: which source is asked, what is remembered, and what each fault becomes."""

import dataclasses
import socket
import time

import pytest

from pages.lookup.answer import NotAnIdentifier, NotFound, Unavailable, worst

from .factories import (
    CLASSIFICATION,
    KETAMINE,
    RETRACTED,
    BrokenCache,
    MemoryCache,
    crossref_path,
    make_resolver,
    recorded,
    reply,
    serving,
    trickle,
)


def unavailable(resolver, identifier=KETAMINE):
    with pytest.raises(Unavailable) as caught:
        resolver.look_up(identifier)
    return caught.value.code


@pytest.mark.parametrize("written", [KETAMINE, "https://doi.org/10.1213/ANE.0000000000001787", f"doi:{KETAMINE}."])
def test_a_doi_is_asked_of_crossref(written):
    with serving(recorded()) as host:
        found = make_resolver(host.url).look_up(written)
    assert (found.source, found.item["DOI"]) == ("Crossref", KETAMINE)
    assert len(host.asked) == 1


def test_a_pubmed_id_is_asked_of_pubmed():
    with serving(recorded()) as host:
        found = make_resolver(host.url).look_up("PMID: 9500320")
    assert (found.source, worst(found.notices).kind) == ("PubMed", "retracted")


def test_a_doi_that_crossref_lacks_is_found_at_pubmed():
    with serving(recorded()) as host:
        found = make_resolver(host.url).look_up(CLASSIFICATION)
    assert (found.source, found.item["PMID"]) == ("PubMed", "25844555")
    assert [path.split("?")[0].split("/")[1] for path in host.asked] == ["works", "esearch.fcgi", "efetch.fcgi"]


def test_a_guess_of_pubmeds_search_does_not_count():
    guessed = recorded() | {"/esearch.fcgi": (200, reply("pubmed_search.json"))}
    with serving(guessed) as host, pytest.raises(NotFound):
        make_resolver(host.url).look_up("10.5555/another")


def test_what_nobody_has():
    with serving(recorded()) as host, pytest.raises(NotFound) as caught:
        make_resolver(host.url).look_up("10.5555/nowhere")
    assert str(caught.value) == "Neither Crossref nor PubMed has a record of 10.5555/nowhere."


@pytest.mark.parametrize("given", ["", "   ", "Maher 2017", "10.1213", "javascript:alert(1)", "0", "1" * 40])
def test_what_is_no_identifier_is_asked_of_nobody(given):
    with pytest.raises(NotAnIdentifier):
        make_resolver("http://127.0.0.1:1").look_up(given)


def test_a_doi_cannot_leave_its_place_in_the_address():
    with serving({}) as host, pytest.raises(NotFound):
        make_resolver(host.url, pubmed_url="").look_up("10.5555/../../x?y=1#z")
    assert host.asked == ["/works/10.5555%2F..%2F..%2Fx%3Fy%3D1%23z"]


def test_the_contact_goes_along():
    with serving(recorded()) as host:
        resolver = make_resolver(host.url, contact="library@clinic.example")
        resolver.look_up(KETAMINE)
        resolver.look_up("9500320")
    assert "mailto=library%40clinic.example" in host.asked[0]
    assert "tool=citewell&email=library%40clinic.example" in host.asked[1]
    assert host.headers[0]["User-Agent"] == "Citewell (mailto:library@clinic.example)"


def test_an_answer_is_remembered_with_its_time():
    with serving(recorded()) as host:
        resolver = make_resolver(host.url)
        first, second = resolver.look_up(RETRACTED), resolver.look_up(RETRACTED)
    assert first == second
    assert len(host.asked) == 1


def test_an_absence_is_remembered():
    with serving({}) as host:
        resolver = make_resolver(host.url, pubmed_url="")
        for _time in range(2):
            with pytest.raises(NotFound):
                resolver.look_up(KETAMINE)
    assert len(host.asked) == 1


def test_what_another_release_kept_is_asked_again():
    cache = MemoryCache()
    with serving(recorded()) as host:
        resolver = make_resolver(host.url, cache=cache)
        resolver.look_up(KETAMINE)
        for key in [key for key in cache.kept if ":answer:" in key]:
            cache.kept[key] = {"old": "shape"}
        assert resolver.look_up(KETAMINE).source == "Crossref"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((500, b"oops"), "refused"),
        ((403, b"no"), "refused"),
        ((200, b"<html>Please sign in to the guest network</html>"), "garbled"),
        ((200, b'{"status":"ok","message":{"DOI":'), "garbled"),
        ((200, b"", {"Content-Length": "99999999"}), "too-big"),
        ((302, b"", {"Location": "http://guest.example/login"}), "redirected"),
        ((429, b"", {"Retry-After": "7"}), "busy"),
        ((503, b""), "busy"),
        (trickle, "slow"),
    ],
)
def test_faults(answer, code):
    with serving({crossref_path(KETAMINE): answer}) as host:
        assert unavailable(make_resolver(host.url, budget=0.5)) == code


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert unavailable(make_resolver(f"http://127.0.0.1:{port}")) == "unreachable"


def test_a_source_that_is_switched_off():
    assert unavailable(make_resolver("")) == "off"


def test_after_a_fault_the_host_is_left_alone():
    with serving({crossref_path(KETAMINE): (503, b"", {"Retry-After": "40"})}) as host:
        resolver = make_resolver(host.url)
        assert [unavailable(resolver), unavailable(resolver, RETRACTED)] == ["busy", "busy"]
    assert len(host.asked) == 1


def test_a_fault_is_not_remembered_as_an_absence():
    routes = recorded() | {crossref_path(KETAMINE): (500, b"oops")}
    with serving(routes) as host:
        resolver = make_resolver(host.url)
        unavailable(resolver)
        host.routes[crossref_path(KETAMINE)] = recorded()[crossref_path(KETAMINE)]
        assert resolver.look_up(KETAMINE).source == "Crossref"


def test_a_fault_of_crossref_is_not_hidden_by_pubmed():
    with serving(recorded() | {crossref_path(CLASSIFICATION): (500, b"oops")}) as host:
        assert unavailable(make_resolver(host.url), CLASSIFICATION) == "refused"


def test_a_host_is_asked_no_more_than_so_often_a_second():
    with serving(recorded()) as host:
        resolver = make_resolver(host.url, per_second=1, patience=0.0)
        codes = [attempt(resolver, doi) for doi in (KETAMINE, RETRACTED)]
    assert codes.count("found") == len(host.asked) <= 2
    assert set(codes) <= {"found", "busy"}


def attempt(resolver, doi):
    try:
        resolver.look_up(doi)
    except Unavailable as error:
        return error.code
    return "found"


def test_who_is_patient_waits_for_the_turn():
    with serving(recorded()) as host:
        resolver = make_resolver(host.url, per_second=1, patience=2.5)
        resolver.look_up(KETAMINE)
        resolver.look_up(RETRACTED)
    assert len(host.asked) == 2


def test_without_a_cache_look_up_works():
    with serving(recorded()) as host:
        assert make_resolver(host.url, cache=BrokenCache()).look_up(KETAMINE).source == "Crossref"


def test_all_questions_of_one_look_up_share_its_time():
    routes = recorded() | {"/esearch.fcgi": lambda handler: time.sleep(3)}
    with serving(routes) as host:
        before = time.monotonic()
        assert unavailable(make_resolver(host.url, budget=0.6), CLASSIFICATION) == "slow"
        assert time.monotonic() - before < 1.5


def test_an_answer_survives_the_cache():
    with serving(recorded()) as host:
        found = make_resolver(host.url).look_up(RETRACTED)
    assert dataclasses.asdict(type(found).from_plain(found.to_plain())) == dataclasses.asdict(found)
