"""What a file of references does to the library: counts that add up, no source twice, all of it or nothing."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision
from wagtail.search.backends import get_search_backend

from pages.csl.clean import clean
from pages.formats.read import WRITERS, read
from pages.formats.reading import Record, Rejection, Unreadable
from pages.models import Reference
from pages.services import import_records as module
from pages.services.import_records import LibraryChanged, apply_import, import_records, plan_import
from pages.services.references import save_reference

pytestmark = pytest.mark.django_db


def make_record(line=1, **fields):
    """Return a record as a reader yields it."""
    item = {"type": "article-journal", "title": "Pain and sleep", "author": [{"family": "Ng", "given": "A"}], **fields}
    item.setdefault("issued", {"date-parts": [[2015]]})
    return Record(clean(item), line, "as it was")


def counts(plan):
    return len(plan.new), len(plan.known), len(plan.differing), len(plan.rejected)


def test_new_records_are_stored_with_identifiers_revision_and_source():
    user = get_user_model().objects.create_user("editor", password="x")
    outcome = import_records([make_record(DOI="https://doi.org/10.1097/ABC", PMID="7")], user=user)
    reference = Reference.objects.get()
    assert (outcome.new, outcome.records) == (1, 1)
    assert (reference.doi, reference.pmid, reference.as_supplied) == ("10.1097/abc", "7", "as it was")
    assert reference.latest_revision == Revision.objects.for_instance(reference).get()
    assert reference.latest_revision.user == user
    assert reference.latest_revision.as_object().csl == reference.csl


def test_what_was_imported_is_what_save_reference_stores():
    record = make_record(DOI="10.1097/abc")
    import_records([record])
    imported = Reference.objects.get()
    imported_content = imported.latest_revision.content
    imported.delete()
    saved = save_reference(csl=record.item, as_supplied=record.raw)
    differing = {key for key, value in saved.latest_revision.content.items() if imported_content[key] != value}
    assert differing <= {"pk", "created_at", "latest_revision"}
    assert imported.latest_revision.object_str == saved.latest_revision.object_str


def test_imported_references_are_found_by_search():
    import_records([make_record(title="Ketamine for lasting pain")])
    assert [str(found) for found in get_search_backend().search("ketamine", Reference)] == ["Ng 2015"]


def test_the_same_file_again_is_known():
    records = [make_record(PMID="7"), make_record(2, title="Another"), make_record(3, title="Third", DOI="10.1000/x")]
    import_records(records)
    outcome = import_records(records)
    assert (outcome.new, outcome.known, outcome.records) == (0, 3, 3)
    assert Reference.objects.count() == 3


@pytest.mark.parametrize("format", sorted(WRITERS))
def test_export_comes_back_as_known(format):
    save_reference(
        csl={"type": "report", "title": " Untidy\ttitle", "author": [{"literal": "WHO", "x": 1}], "volume": 3}
    )
    save_reference(
        csl={
            "type": "article-journal",
            "title": "<i>R²</i> & 50% {of} $x$",
            "author": [{"family": "Berg", "non-dropping-particle": "van der", "given": "J"}],
            "issued": {"date-parts": [[2015, 6], [2015, 7]]},
            "custom": {"et-al": True},
            "DOI": "10.1000/ABC",
        }
    )
    text = "".join(WRITERS[format](Reference.objects.order_by("pk").values_list("csl", flat=True)))
    outcome = import_records(read(text))
    assert (outcome.new, outcome.known, outcome.differing, outcome.rejected) == (0, 2, [], [])


def test_a_source_twice_in_one_file_is_stored_once():
    records = [make_record(DOI="10.1000/a"), make_record(2, DOI="10.1000/A"), make_record(3)]
    assert counts(plan_import(records)) == (1, 2, 0, 0)
    assert import_records(records).new == Reference.objects.count() == 1


def test_title_year_and_first_author_make_a_probable_duplicate():
    import_records([make_record(title="Pain & Sleep: a Review")])
    assert counts(plan_import([make_record(title="PAIN AND SLEEP. A review")])) == (1, 0, 0, 0)
    assert counts(plan_import([make_record(title="PAIN & SLEEP. A réview", author=[{"family": "NG"}])])) == (0, 0, 1, 0)


def test_other_identifiers_make_another_source_of_the_same_fingerprint():
    import_records([make_record(DOI="10.1000/preprint")])
    assert counts(plan_import([make_record(DOI="10.1000/article")])) == (1, 0, 0, 0)


def test_differences_are_told_field_by_field_and_not_written():
    import_records([make_record(DOI="10.1000/a", volume="3", page="1003-1007")])
    record = make_record(DOI="10.1000/a", volume="4", issue="2", page="1003–7")
    outcome = import_records([record])
    assert [tuple(field) for field in outcome.differing[0].fields] == [("volume", "3", "4"), ("issue", "", "2")]
    assert (outcome.updated, Reference.objects.get().csl["volume"]) == (0, "3")


def test_update_lets_the_file_win_and_keeps_what_it_lacks():
    import_records([make_record(DOI="10.1000/a", volume="3", page="5", custom={"et-al": True})])
    full = [{"family": "Ng", "given": "A"}, {"family": "Ruiz", "given": "B"}]
    outcome = import_records([make_record(DOI="10.1000/a", PMID="9", author=full)], update=True)
    reference = Reference.objects.get()
    assert (outcome.updated, reference.pmid, reference.csl["page"]) == (1, "9", "5")
    assert reference.csl["author"] == full
    assert "custom" not in reference.csl
    assert Revision.objects.for_instance(reference).count() == 2


def test_identifiers_of_two_sources_are_rejected():
    import_records([make_record(DOI="10.1000/a"), make_record(2, title="Other", PMID="9")])
    plan = plan_import([make_record(5, DOI="10.1000/a", PMID="9")])
    assert [(rejection.line, rejection.code) for rejection in plan.rejected] == [(5, "identifiers-disagree")]
    assert "Ng 2015" in plan.rejected[0].message


def test_every_record_is_counted_once():
    rejection = Rejection(9, "no-title", "This record has no title.")
    records = [make_record(), make_record(2), rejection, make_record(3, title="Other")]
    outcome = import_records(records, dry_run=True)
    assert (outcome.new, outcome.known, len(outcome.differing), len(outcome.rejected)) == (2, 1, 0, 1)
    assert (outcome.records, Reference.objects.count()) == (4, 0)


def test_nothing_is_written_when_reading_fails_half_way(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 1)

    def entries():
        yield make_record()
        raise Unreadable("binary", "Broken.")

    with pytest.raises(Unreadable):
        import_records(entries())
    assert not Reference.objects.exists()
    assert not Revision.objects.filter(object_str="Ng 2015").exists()


@pytest.mark.django_db(transaction=True)
def test_a_source_stored_meanwhile_undoes_the_import():
    plan = plan_import([make_record(), make_record(2, title="Other", DOI="10.1000/a")])
    save_reference(csl={"type": "book", "title": "Third", "DOI": "10.1000/a"})
    with pytest.raises(LibraryChanged):
        apply_import(plan)
    assert Reference.objects.count() == 1


def count_queries(size, *, start):
    records = [make_record(n, title=f"Title {n}", DOI=f"10.1000/{n}") for n in range(start, start + size)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        import_records(records)
    return len(queries)


def test_a_part_costs_the_same_number_of_statements_whatever_it_holds():
    count_queries(1, start=0)
    assert count_queries(40, start=100) <= count_queries(10, start=1000)


def test_a_record_that_says_it_was_retracted_warns_at_once():
    import_records([make_record(custom={"publication-types": ["Journal Article", "Retracted Publication"]})])
    assert Reference.objects.get().status == "retracted"


MARKED = {"title": "<i>Staphylococcus aureus</i> &amp; pain"}


@pytest.mark.parametrize("format", sorted(WRITERS))
def test_tags_and_entities_of_a_file_are_not_stored(format):
    text = "".join(WRITERS[format]([clean({"type": "report", "author": [{"literal": "WHO"}], **MARKED})]))
    for stored in (1, 0):
        outcome = import_records(read(text))
        assert (outcome.new, outcome.known, outcome.differing) == (stored, 1 - stored, [])
        assert Reference.objects.get().title == "Staphylococcus aureus & pain"


def test_a_record_that_was_stored_with_its_tags_is_known_from_its_own_file():
    record = make_record(**MARKED)
    save_reference(csl=record.item)
    assert counts(plan_import([record])) == (0, 1, 0, 0)
    with_doi = make_record(**MARKED, DOI="10.1000/x")
    (differing,) = plan_import([with_doi]).differing
    assert ("DOI", "", "10.1000/x") in differing.fields
