"""Which rich text features each kind of field offers; small sets, so that pages keep one look."""

CITATION = "citation"

INLINE = ["bold", "italic", "link", CITATION]
LEAD = INLINE
BODY = [
    "h3",
    "h4",
    "bold",
    "italic",
    "superscript",
    "subscript",
    "ol",
    "ul",
    "link",
    "document-link",
    CITATION,
]
