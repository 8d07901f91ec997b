import pytest

from pages.api.describe.texts import print_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<h3>Aspect</h3><p>Text</p>", "### Aspect\n\nText"),
        ('<p><a href="/contact/">Write</a></p>', "[Write](/contact/)"),
        ("<p>10<sup>3</sup></p>", "10<sup>3</sup>"),
        ("<p>1 * 2 _ 3</p>", r"1 \* 2 \_ 3"),
        ("", ""),
    ],
)
def test_our_rich_text_as_commonmark(html, markdown):
    assert print_markdown(html) == markdown
