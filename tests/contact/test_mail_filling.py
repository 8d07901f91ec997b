import pytest

from contact.mail_filling import Link, broken_placeholders, fill_html, fill_text, html_of

LINK = Link("https://a.example/?a=1&b=2", "Read <it>")


def test_a_paragraph_whose_placeholders_say_nothing_is_left_out() -> None:
    text = "Hello {clinic}.\n\nCall {phone}.\n\nBye"
    assert fill_text(text, {"clinic": "X", "phone": ""}) == "Hello X.\n\nBye\n"
    assert fill_text(text, {"clinic": "X", "phone": "1"}) == "Hello X.\n\nCall 1.\n\nBye\n"
    html = "<p>Hello {clinic}.</p><ul><li>Call <b>{phone}</b>.</li></ul>"
    assert "Call" not in fill_html(html, {"clinic": "X", "phone": ""})


def test_every_value_is_escaped_in_html_and_as_it_is_in_text() -> None:
    values = {"clinic": "<script>a</script> & 'co'"}
    assert fill_text("{clinic}", values) == "<script>a</script> & 'co'\n"
    assert "<script>" not in fill_html("<p>{clinic}</p>", values)
    assert "&amp; &#x27;co&#x27;" in fill_html("<p>{clinic}</p>", values)


def test_a_link_is_an_address_in_text_and_a_button_in_html() -> None:
    assert fill_text("{link}", {"link": LINK}) == "https://a.example/?a=1&b=2\n"
    html = fill_html("<p>{link}</p>", {"link": LINK})
    assert 'href="https://a.example/?a=1&amp;b=2"' in html
    assert "Read &lt;it&gt;</a>" in html


def test_several_links_each_have_a_line() -> None:
    assert fill_text("{list}", {"list": [LINK, LINK]}).count("Read <it>  https://") == 2
    assert fill_html("<p>{list}</p>", {"list": [LINK, LINK]}).count("<a ") == 2


def test_what_is_filled_in_is_not_looked_through_again() -> None:
    assert fill_html("<p>{clinic} {receipt}</p>", {"clinic": "{receipt}", "receipt": "X"}).endswith(">{receipt} X</p>")


@pytest.mark.parametrize(
    "text", ["{clinic.__class__}", "{0}", "{clinic!r}", "{{ clinic }}", "{% debug %}", "%(clinic)s", "${clinic[0]}"]
)
def test_nothing_runs_and_nothing_is_read_of_an_object(text: str) -> None:
    assert "X" not in fill_text(text, {"clinic": "X"}).replace("{ X }", "")
    assert "str" not in fill_text(text, {"clinic": "X"})


def test_nothing_is_filled_in_within_a_tag() -> None:
    html = '<p><a href="https://a.example/{receipt}">here</a></p>'
    assert "{receipt}" in fill_html(html, {"receipt": "X"})
    assert broken_placeholders(html) == ["receipt"]


def test_a_placeholder_that_is_formatted_in_part_is_found() -> None:
    assert broken_placeholders("<p>{re<b>ceipt}</b> <i>{clinic}</i></p>") == ["receipt"]
    assert broken_placeholders("<p><b>{receipt}</b></p>") == []


def test_a_text_becomes_paragraphs() -> None:
    assert html_of("a <b>\nc\n \n\nd") == "<p>a &lt;b&gt;<br>c</p><p>d</p>"
