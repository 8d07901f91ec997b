"""An article that says what the demonstration's guideline says already adds no second row."""

import pytest
from django.core.management import call_command

from pages.article import read_article_file
from pages.models import ConditionIndexPage, Recommendation
from pages.services.import_article import import_article
from tests.pages.article.imports import TWIN

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("grade", ["B", "C"])
def test_a_row_that_the_guideline_has_is_not_added_again(grade):
    call_command("load_demo", verbosity=0)
    import_article(article=read_article_file(TWIN), parent=ConditionIndexPage.objects.get())
    assert Recommendation.objects.filter(grade__code=grade).count() == 1
