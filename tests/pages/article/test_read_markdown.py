"""Markdown by way of HTML, line for line."""

from hypothesis import given
from hypothesis import strategies as st

from pages.article import read_article
from pages.article.read_markdown import to_html

TEXT = """# On Pain

Pain is **common** in grown people and
in children alike.[^1] It *lasts*.<sup>2</sup>

## What helps

Many things help, [as we know](https://example.org/), some more than others [3].

- Rest
- Walks

### References

1. Ng A. One study of pain. J Pain. 2011; 1: 1-2.
2. Ng A. Two studies. J Pain. 2012; 2: 3-4.
3. Ng A. Three studies. J Pain. 2013; 3: 3-4.
"""


def test_article():
    article = read_article(TEXT, name="pain.md")
    assert (article.title, article.sections[0].heading) == ("On Pain", "What helps")
    assert [citation.number for citation in article.citations] == [1, 2, 3]
    assert [entry.line for entry in article.references] == [15, 16, 17]
    assert article.lead[0].text == "Pain is common in grown people and in children alike. It lasts."


def test_pasted_markdown_is_known_by_its_headings():
    assert read_article(TEXT) == read_article(TEXT, name="pain.md")


def test_footnotes_are_the_list():
    text = (
        "On Pain\n=======\n\nPain is common in people and in "
        "children.[^1]\n\n[^1]: Ng A. One study. J Pain. 2011; 1: 1-2."
    )
    article = read_article(text, name="a.md")
    assert ([c.number for c in article.citations], article.references[0].item["title"]) == ([1], "One study")


def test_that_a_table_became_lines_is_told_once_with_its_line():
    table = "| Study | NNT |\n| --- | --- |\n| Cohen [3] | 4.2 |"
    article = read_article(TEXT.replace("- Rest\n", f"{table}\n\n- Rest\n"), name="pain.md")
    told = [problem.line for problem in article.problems if problem.code == "table-as-text"]
    assert told == [TEXT.splitlines().index("- Rest") + 1]


def test_mark_up_in_words_is_escaped():
    assert to_html("5 < 6 & `a<b`") == "5 &lt; 6 &amp; a&lt;b"


@given(st.text(alphabet="ab #*_[]()<>!\\`^\n-|=", max_size=80))
def test_as_many_lines_as_before(text):
    assert to_html(text).count("\n") == text.count("\n")
