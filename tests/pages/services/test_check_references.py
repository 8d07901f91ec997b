"""What is wrong with the references of the clinic's article is found without asking anybody."""

import pytest

from pages.article import read_article_file
from pages.models import Reference
from pages.services.check_references import check_references
from pages.services.import_article import import_article
from tests.pages.article.imports import FILES, make_index

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
