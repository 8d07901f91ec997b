"""Word documents, real ones and those that are none."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from pages.article import NotAnArticle, read_article
from pages.packed_xml import HasDoctype, count_tags


def make_docx(*, styled=True):
    document = Document()
    document.add_paragraph("On Pain", style="Title" if styled else None)
    paragraph = document.add_paragraph("Pain is common in grown people and in children.")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" It lasts.")
    document.add_paragraph("What helps", style="Heading 1" if styled else None)
    document.add_paragraph("Rest helps some people and walking helps others [2].")
    document.add_paragraph("References", style="Heading 1" if styled else None)
    document.add_paragraph("1. Ng A. One study of pain. J Pain. 2011; 1: 1-2.")
    document.add_paragraph("2. Ng A. Two studies. J Pain. 2012; 2: 3-4.")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def make_zip(**parts):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return file.getvalue()


@pytest.mark.parametrize("styled", [True, False])
def test_document(styled):
    article = read_article(make_docx(styled=styled), name="pain.docx")
    assert (article.title, article.sections[0].heading) == ("On Pain", "What helps")
    assert [citation.number for citation in article.citations] == [1, 2]
    assert len(article.references) == 2


def test_bomb_is_not_opened():
    bomb = make_zip(**{"word__document.xml": b"0" * (21 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(NotAnArticle) as refusal:
        read_article(bomb)
    assert refusal.value.code == "docx-bomb"


@pytest.mark.parametrize(
    "data",
    [
        make_zip(**{"other.txt": b"no"}),
        make_zip(**{"word__document.xml": b"<broken"}),
        make_zip(**{"word__document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        make_docx()[:2000],
    ],
)
def test_what_is_no_document_is_refused(data):
    with pytest.raises(NotAnArticle) as refusal:
        read_article(data, name="pain.docx")
    assert refusal.value.code == "not-docx"


def test_many_empty_paragraphs_are_not_read():
    bomb = make_zip(**{"word__document.xml": b"<d>" + b"<p/>" * 200_000 + b"</d>"})
    with pytest.raises(NotAnArticle) as refusal:
        read_article(bomb)
    assert refusal.value.code == "docx-bomb"


@pytest.mark.parametrize("name", ["word__document.xml", "word__other.bin"])
def test_a_document_type_is_found_in_any_part(name):
    hidden = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")
    with pytest.raises(HasDoctype):
        count_tags(ZipFile(BytesIO(make_zip(**{name: hidden}))), [name.replace("__", "/")])
