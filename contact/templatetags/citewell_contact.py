"""What the contact templates ask for."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from ..forms import EnquiryForm
from ..intake import dialled_phone, readable_phone
from ..text import invisible_name, is_invisible

register = template.Library()


@register.simple_tag(takes_context=True)
def enquiry_form(context: template.Context) -> EnquiryForm:
    """The form that was sent, or an empty one for the page: the same for every visitor of the same address."""
    form = context.get("form")
    if isinstance(form, EnquiryForm):
        return form
    request = context.get("request")
    return EnquiryForm.unbound(context["page"], request.GET if request is not None else {})


@register.filter
def mark_invisible(text: Any) -> SafeString:
    """The text, escaped, with each zero-width, bidirectional or control character shown by its code.

    Such characters let a name or an address look like another one. They stay in the data as they were sent.
    """
    return mark_safe("".join(map(_shown, str(text))))  # noqa: S308


def _shown(character: str) -> str:
    if not is_invisible(character):
        return escape(character)
    return format_html(
        '<span class="cw-invisible" title="{}">U+{}</span>', invisible_name(character), f"{ord(character):04X}"
    )


@register.filter
def as_phone(text: str) -> str:
    """A phone number as people write it; what is stored stays what was typed."""
    return readable_phone(text)


@register.filter
def as_dialled(text: str) -> str:
    """A phone number for a `tel:` link."""
    return dialled_phone(text)


@register.filter
def initials(name: Any) -> str:
    """Two letters for a round mark: of the first and the last word of a name."""
    parts = [word for word in str(name).split() if word[:1].isalnum()]
    return "".join(word[0] for word in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()
