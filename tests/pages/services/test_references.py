import pytest
from django.core.exceptions import ValidationError

from pages.models import Reference
from pages.services.references import save_reference

from ..factories import make_reference

pytestmark = pytest.mark.django_db

DOI = "10.1097/j.pain.0000000000000160"


def make_record(**overrides):
    return {"type": "article-journal", "title": "Pain"} | overrides


def test_a_record_becomes_a_reference_with_a_revision():
    reference = save_reference(csl=make_record(DOI=f"https://doi.org/{DOI}"), as_supplied="as printed")
    assert (reference.title, reference.doi, reference.as_supplied) == ("Pain", DOI, "as printed")
    assert reference.revisions.count() == 1
    assert reference.csl["DOI"] == f"https://doi.org/{DOI}"


def test_a_change_is_a_new_revision_of_the_same_reference():
    reference = make_reference()
    changed = save_reference(csl={**reference.csl, "title": "Changed"}, reference=reference)
    assert changed.pk == reference.pk
    assert changed.title == "Changed"
    assert changed.label == "Treede 2015"
    assert changed.revisions.count() == 2


@pytest.mark.parametrize("title", ["", "   ", None, ["x"]])
def test_a_source_needs_a_title(title):
    with pytest.raises(ValidationError) as refusal:
        save_reference(csl=make_record(title=title))
    assert "title" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("key", "value", "written"),
    [("DOI", DOI, f"doi:{DOI.upper()}"), ("PMID", "25844555", "25844555"), ("PMCID", "PMC1", "1")],
)
def test_an_identifier_belongs_to_one_source(key, value, written):
    known = save_reference(csl=make_record(title="Known", **{key: value}))
    with pytest.raises(ValidationError, match=str(known)) as refusal:
        save_reference(csl=make_record(**{key: written}))
    assert list(refusal.value.message_dict) == [key]
    assert Reference.objects.count() == 1


def test_saving_it_again_is_no_conflict_with_itself():
    reference = save_reference(csl=make_record(DOI=DOI))
    assert save_reference(csl=reference.csl, reference=reference).doi == DOI


def test_an_identifier_that_goes_frees_it():
    reference = save_reference(csl=make_record(DOI=DOI))
    save_reference(csl=make_record(), reference=reference)
    assert save_reference(csl=make_record(title="Other", DOI=DOI)).doi == DOI


def test_nulls_are_left_out():
    reference = save_reference(
        csl=make_record(**{"container-title": None, "author": [{"family": None, "literal": "WHO"}, None]})
    )
    assert (reference.container, reference.sort_name) == ("", "WHO")
    assert reference.csl == make_record(author=[{"literal": "WHO"}])
