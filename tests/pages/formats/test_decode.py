"""The same text whatever its encoding and line ends; what is no text is refused with a reason."""

import time

import pytest

from pages.formats.decode import decode
from pages.formats.read import read
from pages.formats.reading import MAX_FILE_BYTES, Unreadable

RIS = "TY  - JOUR\nTI  - Schmerz für Ärzte – “déjà vu”\nAU  - Müller, Zoë\nPY  - 2015\nER  - \n"
LATIN = RIS.replace("–", "-").replace("“", '"').replace("”", '"')


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (RIS, RIS.encode()),
        (RIS, RIS.encode("utf-8-sig")),
        (RIS, RIS.encode("utf-16")),
        (RIS, b"\xfe\xff" + RIS.encode("utf-16-be")),
        (RIS, RIS.encode("utf-16-le")),
        (RIS, RIS.encode("utf-16-be")),
        (RIS, RIS.encode("utf-32")),
        (RIS, RIS.encode("cp1252")),
        (LATIN, LATIN.encode("latin-1")),
        (RIS, RIS.replace("\n", "\r\n").encode()),
        (RIS, RIS.replace("\n", "\r").encode()),
        (RIS, RIS.replace("\n", "\r").encode("utf-16")),
        (RIS, RIS.encode() + b"\x1a"),
    ],
)
def test_encodings_and_line_ends(text, data):
    assert decode(data) == text
    assert read(data).records[0].item["author"] == [{"family": "Müller", "given": "Zoë"}]


def test_a_file_cut_inside_a_character_is_read():
    assert decode("Für Ä".encode()[:-1]) == "Für "


def test_damage_in_utf8_falls_on_one_record_only():
    good = RIS.encode()
    damaged = good.replace("déjà".encode(), b"d\xe9j\xe0")
    reading = read(good + damaged + good)
    assert [(found.line, found.code) for found in reading.rejected] == [(6, "broken-characters")]
    assert len(reading.records) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.4\n", "binary"),
        (b"PK\x03\x04word/document.xml", "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"TY  - JOUR\nTI  - a\0b\nER  - \n", "binary"),
        (b"\0" * 5000, "binary"),
    ],
)
def test_what_is_no_text_is_refused(data, code):
    with pytest.raises(Unreadable) as refusal:
        decode(data)
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


def test_a_file_over_the_limit_is_refused_at_once():
    data = bytes(MAX_FILE_BYTES + 1)
    started = time.monotonic()
    with pytest.raises(Unreadable, match="50 MB"):
        decode(data)
    assert time.monotonic() - started < 0.5
