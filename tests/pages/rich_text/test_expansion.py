import pytest
from wagtail.rich_text import expand_db_html

from pages.rich_text.expansion import expand_texts

from ..factories import make_condition_page

pytestmark = pytest.mark.django_db

BROKEN = '<p><a linktype="page" id="7"'


@pytest.mark.parametrize("others", [(), ("",), ("<p>One.</p>", "", "<p>Two.</p>"), (BROKEN, "<p>One.</p>")])
def test_texts_come_back_as_each_would_alone(others):
    link = f'<p><a linktype="page" id="{make_condition_page().pk}">there</a></p>'
    texts = {str(number): text for number, text in enumerate((*others, link))}
    assert expand_texts(texts) == {key: expand_db_html(text) for key, text in texts.items()}


def test_no_text_is_nothing():
    assert expand_texts({}) == {}
