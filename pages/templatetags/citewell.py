"""What templates need to show a page's citations."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

from ..models import Reference

register = template.Library()
NOTICE = "citewell/pages/parts/reference_status.html"


@register.filter
def with_paths(stream: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Pair each child with its path: `{% for path, block in page.body|with_paths:"body" %}`."""
    return ((f"{path}/{position}", child) for position, child in enumerate(stream))


@register.simple_tag(takes_context=True)
def cited(context: template.Context, value: str | RichText, path: str, name: str = "") -> SafeString:
    """Show a rich text with its citations numbered: `{% cited value.text path "text" %}`.

    `path` (and `name` below it) say where in the page it stands. Outside a page, as in a block's preview, citations
    show their labels.
    """
    document = context.get("document")
    if document is None:
        source = value.source if isinstance(value, RichText) else value
        return mark_safe(expand_db_html(source or ""))  # noqa: S308 - stored rich text, sanitised when it was saved
    return document.html(f"{path}/{name}" if name else path, value or "")


@register.simple_tag(takes_context=True)
def cited_sources(context: template.Context) -> SafeString:
    """Show what the page cites, an `<li>` each, with what has been said of a source since where readers are told."""
    tell, engine = context["clinic"].show_source_notices, template.Engine.get_default()

    def notice(source: Reference) -> str:
        is_noted = tell and source.status != Reference.Status.OK
        return engine.render_to_string(NOTICE, {"reference": source}) if is_noted else ""

    return context["document"].entries(notice)


@register.simple_tag(takes_context=True)
def row_citations(context: template.Context, path: str) -> SafeString:
    """Show the citations of a guideline table's row."""
    document = context.get("document")
    return document.markers(path) if document else SafeString("")
