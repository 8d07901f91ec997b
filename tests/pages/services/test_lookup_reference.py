"""`pages.services.lookup_reference`: the library beside the recorded replies of Crossref and PubMed."""

import pytest

from pages.csl.parse import parse_reference
from pages.lookup.answer import NoIdentifier, NotFound, Unavailable
from pages.models import Reference
from pages.services.lookup_reference import explain, look_up_reference, verify_reference
from pages.services.references import save_reference

from ..lookup.factories import KETAMINE, PRINTED, RETRACTED, asking, crossref_path, reply

pytestmark = pytest.mark.django_db


def make_printed():
    """The clinic's third reference as it is printed, with the DOI that a person found for it."""
    return save_reference(csl={**parse_reference(PRINTED).item, "DOI": KETAMINE})


def test_looking_up_stores_nothing(settings):
    with asking(settings):
        found = look_up_reference(identifier="https://doi.org/10.1213/ANE.0000000000001787")
    assert found.item["volume"] == "124"
    assert not Reference.objects.exists()


def test_the_lost_word_of_the_third_reference_is_a_difference(settings):
    reference = make_printed()
    with asking(settings):
        verification = verify_reference(reference=reference)
    lost = {difference.field: difference.lost for difference in verification.differences}
    assert lost["title"] == ("Ketamine",)
    reference.refresh_from_db()
    assert (reference.verified_at, reference.verified_against) == (None, "")


def test_what_agrees_is_verified(settings):
    with asking(settings):
        found = look_up_reference(identifier=KETAMINE)
        reference = save_reference(csl=found.item)
        assert verify_reference(reference=reference).agrees
    reference.refresh_from_db()
    assert (reference.verified_at, reference.verified_against) == (found.fetched_at, "Crossref")


def test_a_record_that_was_changed_loses_its_verification(settings):
    with asking(settings):
        reference = save_reference(csl=look_up_reference(identifier=KETAMINE).item)
        verify_reference(reference=reference)
    save_reference(csl=reference.csl | {"volume": "125"}, reference=reference)
    reference.refresh_from_db()
    assert (reference.verified_at, reference.verified_against) == (None, "")


def test_without_a_network_nothing_is_changed(settings):
    reference = make_printed()
    settings.CITEWELL_CROSSREF_URL = "http://127.0.0.1:1"
    Reference.objects.update(verified_against="PubMed")
    with pytest.raises(Unavailable) as caught:
        verify_reference(reference=reference)
    assert explain(caught.value).startswith("Crossref could not be reached")
    reference.refresh_from_db()
    assert reference.verified_against == "PubMed"


def test_a_doi_that_nobody_knows_does_not_hide_the_pubmed_id(settings):
    csl = {"type": "article-journal", "title": "Ileal", "DOI": "10.5555/nowhere", "PMID": "9500320"}
    reference = save_reference(csl=csl)
    with asking(settings):
        assert verify_reference(reference=reference).found.source == "PubMed"


@pytest.mark.parametrize(("identifiers", "reason"), [({}, NoIdentifier), ({"DOI": "10.5555/nowhere"}, NotFound)])
def test_what_cannot_be_verified(settings, identifiers, reason):
    reference = save_reference(csl={"type": "book", "title": "Pain", **identifiers})
    with asking(settings), pytest.raises(reason):
        verify_reference(reference=reference)


def test_braces_in_an_identifier_do_no_harm(settings):
    with asking(settings), pytest.raises(NotFound) as caught:
        look_up_reference(identifier="10.5555/{source.__class__}")
    assert "10.5555/{source.__class__}" in explain(caught.value)


def test_a_script_in_a_title_comes_out_escaped(settings):
    body = reply("crossref_retracted.json").replace(b"RETRACTED: Ileal", b"<script>alert(1)<\\/script> Ileal")
    with asking(settings, {crossref_path(RETRACTED): (200, body)}):
        reference = save_reference(csl=look_up_reference(identifier=RETRACTED).item)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in reference.as_html
