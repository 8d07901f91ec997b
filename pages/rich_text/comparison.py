"""Revision comparison of rich text fields that shows the citations; Wagtail's own would drop them with the tags."""

from wagtail.admin.compare import TextFieldComparison, diff_text
from wagtail.rich_text import expand_db_html
from wagtail.utils.text import text_from_html


class CitedRichTextComparison(TextFieldComparison):
    """Compares the words of two rich texts, each citation as "[Treede 2015]"."""

    def htmldiff(self) -> str:
        """Return the difference as HTML; the words themselves are escaped."""
        before, after = (text_from_html(expand_db_html(value or "")) for value in (self.val_a, self.val_b))
        return diff_text(before, after).to_html()
