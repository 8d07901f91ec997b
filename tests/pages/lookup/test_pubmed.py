"""`pages.lookup.pubmed`: PubMed's replies as CSL-JSON with notices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.lookup.answer import CONCERN, CORRECTED, ITSELF, RETRACTED, SUPERSEDED, Garbled, worst
from pages.lookup.pubmed import read_found_ids, read_reply

from .factories import make_article, reply


def read_one(body):
    return next(iter(read_reply(body).values()))


def test_a_journal_article():
    assert read_reply(reply("pubmed_treede.xml"))["25844555"].item == {
        "type": "article-journal",
        "title": "A classification of chronic pain for ICD-11",
        "container-title": "Pain",
        "volume": "156",
        "issue": "6",
        "page": "1003-1007",
        "DOI": "10.1097/j.pain.0000000000000160",
        "PMID": "25844555",
        "PMCID": "PMC4450869",
        "author": [{"family": "Treede", "given": "Rolf-Detlef"}, {"family": "Rief", "given": "Winfried"}],
        "issued": {"date-parts": [[2015, 6]]},
    }


def test_a_retracted_article_names_the_notice():
    record = read_one(reply("pubmed_retracted.xml"))
    notice = worst(record.notices)
    assert [each.kind for each in record.notices] == [RETRACTED, CORRECTED]
    assert notice is not None
    assert notice.summary == "PubMed: Retraction, 2010-02-06, doi:10.1016/s0140-6736(10)60175-4"


def test_identifiers_of_the_works_that_it_cites_are_not_its_own():
    item = read_one(reply("pubmed_retracted.xml")).item
    assert item["DOI"] == "10.1016/s0140-6736(97)11096-0"
    assert "PMCID" not in item


def test_short_pages_are_written_out():
    assert read_one(reply("pubmed_retracted.xml")).item["page"] == "637-641"


def test_the_publication_type_alone_is_enough():
    types = "<PublicationTypeList><PublicationType>Retracted Publication</PublicationType></PublicationTypeList>"
    assert [notice.kind for notice in read_one(make_article(types)).notices] == [RETRACTED]


@pytest.mark.parametrize(
    ("ref_type", "kinds"),
    [
        ("ExpressionOfConcernIn", [CONCERN]),
        ("ErratumIn", [CORRECTED]),
        ("RetractionIn", [RETRACTED]),
        ("PartialRetractionIn", [CONCERN]),
        ("UpdateIn", [SUPERSEDED]),
        ("RetractionOf", []),
        ("ErratumFor", []),
        ("CommentIn", []),
    ],
)
def test_only_what_was_published_about_it_counts(ref_type, kinds):
    listed = (
        f'<CommentsCorrectionsList><CommentsCorrections RefType="{ref_type}"><RefSource>J. 2020</RefSource>'
        "<PMID>2</PMID></CommentsCorrections></CommentsCorrectionsList>"
    )
    assert [notice.kind for notice in read_one(make_article(citation=listed)).notices] == kinds


def test_a_record_that_is_itself_a_notice():
    types = "<PublicationTypeList><PublicationType>Retraction of Publication</PublicationType></PublicationTypeList>"
    notices = read_one(make_article(types)).notices
    assert [notice.kind for notice in notices] == [ITSELF]
    assert worst(notices) is None


def test_tags_inside_a_title():
    title = "Effect of 10<sup>3</sup> <i>N</i>-methyl doses at p&lt;0.05 &amp; more."
    assert read_one(make_article(title=title)).item["title"] == "Effect of 10³ N-methyl doses at p<0.05 & more"


@pytest.mark.parametrize(
    ("written", "title"),
    [("[Ketamine in pain].", "Ketamine in pain"), ("Is it?", "Is it?"), ("And so on...", "And so on...")],
)
def test_titles_without_what_pubmed_puts_round_them(written, title):
    assert read_one(make_article(title=written)).item["title"] == title


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("<Year>2017</Year><Month>Feb</Month><Day>3</Day>", [2017, 2, 3]),
        ("<Year>2017</Year><Month>02</Month>", [2017, 2]),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", [1998]),
        ("<Year>2017</Year><Season>Spring</Season>", [2017]),
    ],
)
def test_dates(date, parts):
    inside = f"<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal>"
    assert read_one(make_article(inside)).item["issued"] == {"date-parts": [parts]}


def test_ahead_of_print():
    inside = '<ArticleDate DateType="Electronic"><Year>2026</Year><Month>10</Month><Day>03</Day></ArticleDate>'
    item = read_one(make_article(inside, data="<PublicationStatus>aheadofprint</PublicationStatus>")).item
    assert item["status"] == "ahead-of-print"
    assert item["available-date"] == {"date-parts": [[2026, 10, 3]]}


def test_an_electronic_location_stands_for_pages():
    inside = '<ELocationID EIdType="pii" ValidYN="Y">e1002</ELocationID>'
    assert read_one(make_article(inside)).item["page"] == "e1002"


def test_authors_that_are_groups_cut_or_withdrawn():
    authors = (
        '<AuthorList CompleteYN="N"><Author ValidYN="N"><LastName>Wrong</LastName></Author><Author ValidYN="Y">'
        "<LastName>King</LastName><Initials>ML</Initials><Suffix>Jr</Suffix></Author><Author ValidYN='Y'>"
        "<CollectiveName>The PAIN Group.</CollectiveName></Author></AuthorList>"
    )
    item = read_one(make_article(authors)).item
    assert item["author"] == [{"family": "King", "given": "ML", "suffix": "Jr"}, {"literal": "The PAIN Group"}]
    assert item["custom"] == {"et-al": True}


def test_a_chapter_of_a_book():
    item = read_one(reply("pubmed_book.xml")).item
    assert (item["type"], item["title"], item["container-title"]) == ("chapter", "An Example Chapter", "StatPearls")
    assert item["URL"] == "https://www.ncbi.nlm.nih.gov/books/NBK549886/"
    assert item["issued"] == {"date-parts": [[2024, 5, 2]]}


def test_an_empty_set():
    assert read_reply(reply("pubmed_empty.xml")) == {}


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><PubmedArticleSet>&b;</PubmedArticleSet>'


@pytest.mark.parametrize("body", [b"", b"<html/>", b"<a>", b"{}", b"\xff\xfe<", BOMB, b"<PubmedArticleSet>&x;"])
def test_what_is_no_reply_is_refused(body):
    with pytest.raises(Garbled):
        read_reply(body)


def test_deep_nesting_is_refused_or_read_but_never_a_crash():
    title = "<i>" * 20_000 + "x" + "</i>" * 20_000
    with pytest.raises(Garbled):
        read_reply(make_article(title=title))


@given(st.binary(max_size=200))
def test_garbage_is_refused(body):
    with pytest.raises(Garbled):
        read_reply(body)


def test_found_ids():
    assert read_found_ids(reply("pubmed_search.json")) == ["25844555"]
    assert read_found_ids(reply("pubmed_search_empty.json")) == []


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"esearchresult": {"ERROR": "down"}}', b'{"esearchresult": 3}'])
def test_a_search_reply_without_a_list_is_refused(body):
    with pytest.raises(Garbled):
        read_found_ids(body)
