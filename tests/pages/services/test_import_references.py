"""An article's sources that the library has already."""

import pytest

from pages.article import read_article
from pages.services.import_references import plan_references
from pages.services.references import save_reference
from tests.pages.article.factories import make_article

pytestmark = pytest.mark.django_db

OURS = {
    "type": "article-journal",
    "title": "A study of pain number 1",
    "author": [{"family": "Ng", "given": "Ann B."}, {"family": "Ode", "given": "C."}, {"family": "Pan", "given": "D."}],
    "container-title": "J Pain",
    "issued": {"date-parts": [[2001]]},
    "volume": "1",
    "page": "10-19",
}


@pytest.mark.parametrize(
    ("authors", "code"),
    [
        ("Ng AB, Ode C, et al.", "reference-known"),
        ("Ng AB, Ode C, Pan D.", "reference-known"),
        ("Ng AB, Other X, et al.", "reference-differs"),
        ("Ng AB.", "reference-differs"),
    ],
)
def test_a_list_of_authors_cut_short_is_not_another(authors, code):
    save_reference(csl=OURS)
    article = read_article(make_article(entries=1).replace("Ng A.", authors))
    assert [planned.problem.code for planned in plan_references(article=article)] == [code]
