"""Turns a Word document into HTML with mammoth, after looking that it is one and is no bomb."""

from io import BytesIO
from zipfile import ZipFile

from ..packed_xml import count_tags
from .problems import NotAnArticle

MOST_UNPACKED = 60 * 1024 * 1024
MOST_TEXT = 20 * 1024 * 1024
MOST_PARTS = 2000
# Ten thousand words whose every other word is in another style have half of it.
MOST_TAGS = 150_000
STYLE_MAP = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def docx_to_html(data: bytes) -> str:
    """Return the document's HTML without its pictures.

    Raises NotAnArticle ("not-docx", "docx-bomb") before anything is parsed that is not a document of sane size.
    """
    _check(data)
    import mammoth

    try:
        result = mammoth.convert_to_html(
            BytesIO(data),
            style_map=STYLE_MAP,
            convert_image=mammoth.images.img_element(lambda image: {}),
        )
    except Exception as error:  # mammoth lets every fault of a broken part through: KeyError, ExpatError, …
        raise NotAnArticle("not-docx") from error
    return str(result.value).replace("</p>", "</p>\n").replace("</li>", "</li>\n")


def _check(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
            if len(parts) > MOST_PARTS or text > MOST_TEXT or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise NotAnArticle("docx-bomb")
            if "word/document.xml" not in archive.namelist():
                raise NotAnArticle("not-docx")
            if count_tags(archive, archive.namelist()) > MOST_TAGS:
                raise NotAnArticle("docx-bomb")
    except NotAnArticle:
        raise
    except Exception as error:  # zipfile lets the errors of each way to pack through
        raise NotAnArticle("not-docx") from error
