"""An article becomes a page with everything that it needs, or nothing at all."""

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from pages.article import read_article, read_article_file
from pages.citations.markup import find_groups
from pages.models import Condition, ConditionPage, Guideline, Recommendation, Reference
from pages.services import import_article as module
from pages.services.import_article import import_article, plan_import
from tests.pages.article.factories import make_article
from tests.pages.article.imports import FILES, TWIN, make_index, words

pytestmark = pytest.mark.django_db


@pytest.fixture(params=FILES)
def path(request):
    return request.param


def run(path=TWIN, **overrides):
    parent = overrides.pop("parent", None) or make_index()
    return import_article(article=read_article_file(path), parent=parent, **overrides)


def saved(page):
    """The page as its latest revision has it."""
    return ConditionPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def plain(html):
    return BeautifulSoup(html, "html.parser").get_text(" ")


def text_of(page):
    """The words of a saved page in reading order: title, lead, sections, call to action."""
    parts = [page.title, plain(page.lead)]
    for block in page.body:
        if block.block_type == "section":
            parts += [block.value["heading"], plain(block.value["text"].source)]
    for block in page.call_to_action:
        parts += [plain(block.value["text"].source), *(button["label"] for button in block.value["buttons"])]
    return " ".join(parts)


def values(item):
    """Every value of a CSL record as text, months by their printed name."""
    if isinstance(item, dict):
        parts = item.get("date-parts")
        months = [" Jun" for date in parts or () if date[1:2] == [6]]
        return " ".join(map(values, item.values())) + "".join(months)
    if isinstance(item, list):
        return " ".join(map(values, item))
    return str(item)


def test_page_is_a_draft_with_lead_sections_table_and_call(path):
    page = saved(run(path).page)
    assert (page.live, page.has_unpublished_changes) == (False, True)
    assert [block.block_type for block in page.body] == ["section", "section", "guideline_table"]
    assert [button["purpose"] for button in page.call_to_action[0].value["buttons"]] == ["client", "consultation"]


def test_citations_stand_behind_their_claims(path):
    imported = run(path)
    page, ids = saved(imported.page), [reference.pk for reference in imported.references]
    cited = [
        [mark.reference_id for group in find_groups(html) for mark in group]
        for html in (page.lead, *(block.value["text"].source for block in page.body if block.block_type == "section"))
    ]
    assert cited == [[ids[0]], [], [ids[1], ids[2], ids[1]]]
    assert re.search(rf"relief\.<embed [^>]*id=\"{ids[2]}\"", page.body[1].value["text"].source)
    assert re.search(rf"\(grade B\)\.<embed [^>]*id=\"{ids[1]}\"", page.body[1].value["text"].source)


def test_numbers_of_the_page_are_those_of_the_article(path):
    page = saved(run(path).page)
    from pages.models.citable import read_document

    document = read_document(page.walk_content())
    assert [cited.number for cited in document.references] == [1, 2, 3]
    assert [cited.reference.label for cited in document.references] == ["Treede 2015", "Cohen 2018", "Maher 201"]


def test_not_one_word_is_lost_or_changed(path):
    imported = run(path)
    article, printed = imported.article, path.read_text()
    body, _, listed = printed.partition("  1. Treede")
    # A marker is a digit that the page makes itself; in these articles each stands behind a full stop.
    expected = words(re.sub(r"(?<=[a-z)]\.)\d\b", "", body))
    assert words(text_of(saved(imported.page))) == expected
    for entry, reference in zip(article.references, imported.references, strict=True):
        stored = Counter(words(f"{reference.as_text} {values(reference.csl)} et al"))
        assert not Counter(words(entry.text)) - stored - Counter({"al": 1, "et": 1})
        assert entry.text in printed
    assert len(words(listed)) > 60


def test_printed_line_is_kept_beside_the_record(path):
    imported = run(path)
    assert [reference.as_supplied for reference in imported.references] == [
        entry.text for entry in imported.article.references
    ]


def test_graded_claims_become_rows_of_the_cited_guideline(path):
    run(path)
    guideline = Guideline.objects.get()
    assert (guideline.reference.label, guideline.published) == ("Cohen 2018", "2018")
    rows = [
        (row.grade.code, row.strength, row.direction, row.certainty_from) for row in guideline.recommendations.all()
    ]
    assert rows == [
        ("C", "weak", "for", None),
        ("D", "weak or none", "neither", None),
        ("B", "moderate", "for", None),
    ]


def test_abbreviation_goes_in_under_the_name_that_the_article_gives(path):
    run(path)
    condition = Condition.objects.called("CRPS").get()
    assert (condition.name, condition.other_names) == ("Complex Regional Pain Syndrome", ["CRPS"])
    assert list(condition.recommendations.values_list("grade__code", flat=True)) == ["B"]


def test_named_kinds_that_the_list_has_are_bound_to_the_row():
    fibromyalgia = Condition.objects.create(name="Fibromyalgia", slug="fibromyalgia")
    run()
    row = Recommendation.objects.get(grade__code="D")
    assert fibromyalgia in row.conditions.all()


def test_known_references_are_used_as_they_are():
    first = run()
    again = run(parent=first.page.get_parent().specific)
    assert again.references == first.references
    assert Reference.objects.count() == 3
    assert Recommendation.objects.count() == 3
    assert {problem.code for problem in again.problems} >= {"page-exists", "reference-known"}


def test_second_page_of_a_title_gets_an_address_of_its_own():
    first = run()
    again = run(parent=first.page.get_parent().specific)
    assert again.page.slug == f"{first.page.slug}-2"


def test_publish():
    page = run(publish=True).page
    assert page.live
    assert page.lead == saved(page).lead


def test_plan_writes_nothing():
    plan = plan_import(article=read_article_file(TWIN))
    assert [planned.known for planned in plan.references] == [None] * 3
    assert (Reference.objects.count(), Condition.objects.count()) == (0, 0)


def test_failure_leaves_nothing_behind(monkeypatch):
    parent = make_index()

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(module, "to_rich_text", fail)
    with pytest.raises(RuntimeError):
        run(parent=parent)
    assert (Reference.objects.count(), Guideline.objects.count(), parent.get_children().count()) == (0, 0, 0)


def test_unparsable_entry_keeps_its_words_and_its_citation():
    text = make_article(body="Pain is common in people and in children [2].", entries=1) + "\n  2. The desk leaflet"
    imported = import_article(article=read_article(text), parent=make_index())
    assert imported.references[1].as_text == "The desk leaflet."
    assert str(imported.references[1].pk) in saved(imported.page).lead


def test_markup_in_an_article_comes_out_as_text():
    text = make_article(body="Pain <script>alert(1)</script> & more is common in people and in children.1", entries=1)
    page = saved(import_article(article=read_article(text, name="a.txt"), parent=make_index()).page)
    assert "&lt;script&gt;" in page.lead


def test_grades_of_an_unknown_guideline_are_reported():
    text = make_article(body="We know it.\n\nThere is weak evidence for walks in back pain (grade C).1", entries=1)
    imported = import_article(article=read_article(text), parent=make_index())
    assert "scheme-assumed" in {problem.code for problem in imported.problems}


def test_grade_that_the_scheme_lacks_is_reported():
    text = make_article(body="We know it.\n\nThere is weak evidence for walks in back pain (grade 2A).1", entries=1)
    imported = import_article(article=read_article(text), parent=make_index())
    assert "grade-not-in-scheme" in {problem.code for problem in imported.problems}
    assert Recommendation.objects.get().grade is None


def test_claim_without_source_is_reported():
    text = make_article(body="We know it.\n\nThere is weak evidence for walks in back pain (grade C).", entries=1)
    imported = import_article(article=read_article(text), parent=make_index())
    assert "claim-without-source" in {problem.code for problem in imported.problems}
    assert not Guideline.objects.exists()
