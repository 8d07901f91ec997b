"""What is wrong with the references of the clinic's article is found without asking anybody."""

import pytest

from pages.article import read_article_file
from pages.csl.parse import parse_reference
from pages.models import Reference
from pages.services.check_references import check_references
from pages.services.import_article import import_article
from pages.services.references import save_reference
from tests.pages.article.imports import FILES, make_index
from tests.pages.lookup.factories import KETAMINE, PRINTED, asking

pytestmark = pytest.mark.django_db


@pytest.fixture(params=FILES)
def found(request):
    """Return the codes found in each reference of the article, by its first author."""
    import_article(article=read_article_file(request.param), parent=make_index())
    checked = check_references(references=Reference.objects.all())
    return {one.reference.sort_name: [finding.code for finding in one.findings] for one in checked}


def test_the_year_that_is_none(found):
    assert [author for author, codes in found.items() if "year-not-a-year" in codes] == ["Maher"]


def test_the_issue_that_is_missing(found):
    assert "missing-issue" in found["Cohen"]
    assert "missing-issue" not in found["Treede"]


def test_the_authors_that_were_cut(found):
    assert all("authors-cut" in codes for codes in found.values())


def test_the_lost_word_is_a_finding_when_crossref_is_asked(settings):
    save_reference(csl={**parse_reference(PRINTED).item, "DOI": KETAMINE})
    with asking(settings):
        (checked,) = check_references(references=Reference.objects.all(), ask=True)
    told = [finding.message for finding in checked.findings if finding.field == "title"]
    assert "lost here: Ketamine." in told[0]


def test_that_nobody_answers_is_told_and_ends_nothing():
    save_reference(csl={**parse_reference(PRINTED).item, "DOI": KETAMINE})
    (checked,) = check_references(references=Reference.objects.all(), ask=True)
    assert checked.error is not None
    assert "year-not-a-year" in [finding.code for finding in checked.findings]
