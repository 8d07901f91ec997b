"""What the reader reports: problems with their line, and the one sentence that refuses what is no article."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..sentences import gettext_noop as _

SENTENCES = {
    "numbers-agree": _("The markers in the text ({markers}) and the list of {count} references agree."),
    "numbers-differ": _("The markers in the text ({markers}) and the list of {count} references do not agree."),
    "number-without-entry": _("“{text}” cites number {number}, which the reference list does not have."),
    "entry-without-marker": _("Reference {number} is not cited anywhere in the text."),
    "duplicate-entry": _("Reference {number} is the same source as reference {other}."),
    "number-twice": _("The reference list has number {number} twice; the first one is cited."),
    "entries-not-numbered": _("The reference list has no numbers; its entries were numbered in order."),
    "no-references": _("There is no reference list."),
    "reference-unparsable": _("Reference {number} could not be understood; it is kept as printed: “{value}”"),
    "year-not-a-year": _("Reference {number}: “{value}” is not a year; it is kept as written."),
    "marker-doubtful": _("“{text}” may be a citation, but may be none; it was left in the text."),
    "marker-in-heading": _("The heading “{text}” has a citation mark; it was left in the text."),
    "claim-unread": _("This sentence gives grade {grade}, but not clearly for what: “{text}”"),
    "table-as-text": _("A table was read as lines of text."),
    "image-left-out": _("A picture was left out."),
    "outside-left-out": _("{count} words around the article (menu, page head or foot) were left out."),
    "text-after-references": _("Text that follows the reference list was put at the end of the page."),
    "encoding-guessed": _("The file is not UTF-8; it was read as Windows-1252."),
    "page-exists": _("There is a page of this title already; the article gets a page and an address of its own."),
    "reference-known": _("Reference {number} is in the library already as {label}; that record is used."),
    "reference-differs": _(
        "Reference {number} is in the library already as {label}, with another {fields}; the library’s record is used."
    ),
    "claim-without-source": _("The graded claim for {condition} cites no reference, so it became no recommendation."),
    "scheme-assumed": _("The article does not say what its grades mean; they were read as those of “{scheme}”."),
    "grade-not-in-scheme": _("Grade {grade} does not belong to “{scheme}”; the row for {condition} has no grade."),
    "recommendation-differs": _("The guideline has a row for {condition} already, with another grade; it was kept."),
    "more-problems": _("{count} more problems are not shown."),
    "too-long": _("The text has {count} words, more than any article."),
    "empty": _("The file is empty."),
    "too-big": _("The file is larger than {limit} MB, too big for an article."),
    "binary": _("The file is not text: it cannot be read as an article."),
    "pdf": _("A PDF cannot be read; save the article as .docx, .html or .txt."),
    "old-word": _("An old Word file (.doc) cannot be read; save it as .docx."),
    "not-docx": _("The file is not a Word document (.docx)."),
    "docx-bomb": _("The Word document unpacks to far more than an article can hold and was not opened."),
    "no-title": _("No title was found; the first line should be the title of the article."),
    "title-too-long": _("The title is longer than {limit} characters; the first line should be the title alone."),
    "no-prose": _("This does not look like an article: no paragraph of text was found."),
    "unreadable": _("The file could not be read."),
}
NOTES = frozenset({"numbers-agree", "reference-known"})


@dataclass(frozen=True)
class Problem:
    """Something an editor must know: its line (1 is the first), a stable code, and what fills its sentence."""

    line: int
    code: str
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return SENTENCES[self.code].format_map(self.details)

    @property
    def is_note(self) -> bool:
        """Whether it only confirms that something is in order."""
        return self.code in NOTES


class NotAnArticle(ValueError):
    """The input cannot be an article; `code` names the sentence that says why."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(SENTENCES[code].format_map(details))
