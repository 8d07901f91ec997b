"""How Wagtail expands, converts and indexes a citation in rich text.

The numbers of a page are put in before this runs (`models.citable`). What comes here is rich text shown on its own,
such as a preview of a single block, where a citation shows its label.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.editor_html import EmbedTypeRule
from wagtail.admin.rich_text.converters.html_to_contentstate import KEEP_WHITESPACE, InlineEntityElementHandler
from wagtail.rich_text import EmbedHandler

from ..citations.markup import EMBED_TYPE, read_id
from .page_form import read_shown


def get_reference_model() -> Any:
    """Return the model of the library, by label: this module stands below the models."""
    return apps.get_model("citewell_pages", "Reference")


class CitationEmbedHandler(EmbedHandler):
    """Expands `<embed embedtype="citation" id="7"/>` and tells the reference index what it points to."""

    identifier = EMBED_TYPE

    @staticmethod
    def get_model() -> Any:
        """Return the model of the library."""
        return get_reference_model()

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        """Return the reference of each citation, None where there is none, in one query."""
        numbers = [_read_id(attrs) for attrs in attrs_list]
        found = cls.get_model().objects.in_bulk(set(numbers) - {0})
        return [found.get(number) for number in numbers]

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        """Return one citation as "[Treede 2015]"."""
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return each citation as its label in a superscript, nothing where the source is gone."""
        return [
            f'<sup class="cw-cite">[{escape(_with_locator(reference.label, attrs))}]</sup>' if reference else ""
            for reference, attrs in zip(cls.get_many(attrs_list), attrs_list, strict=True)
        ]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Iterator[tuple[Any, str, str, str]]:
        """Yield the reference cited, for Wagtail's reference index."""
        if number := _read_id(attrs):
            yield cls.get_model(), str(number), "", ""


class CitationEditorHTML:
    """The citation in editor HTML, which Wagtail's API and other editors speak: `<a data-embedtype="citation">`."""

    @staticmethod
    def get_db_attributes(tag: Any) -> dict[str, str]:
        """Read the stored attributes from the editor's element."""
        locator = tag.get("data-locator", "")
        return {"id": tag["data-id"], **({"locator": locator} if locator else {})}

    @staticmethod
    def expand_db_attributes(attrs: dict[str, str]) -> str:
        """Return the editor's element for a stored citation."""
        reference = CitationEmbedHandler.get_many([attrs])[0]
        return (
            f'<a data-embedtype="{EMBED_TYPE}" data-id="{escape(attrs.get("id", ""))}"'
            f' data-locator="{escape(attrs.get("locator", ""))}">{escape(_label(reference))}</a>'
        )


class CitationElementHandler(InlineEntityElementHandler):
    """Reads a stored citation into a Draftail entity.

    Draft.js gives an entity a stretch of text; ours is the label. It is the editor's view alone and is not stored.
    """

    mutability = "IMMUTABLE"

    def __init__(self) -> None:
        super().__init__("CITATION")

    def handle_starttag(self, name: str, attrs: Any, state: Any, contentstate: Any) -> None:
        """Open the entity and write its label, which its end tag then covers."""
        super().handle_starttag(name, attrs, state, contentstate)
        entity = contentstate.entity_map[state.current_entity_ranges[-1].key]
        state.current_block.text += entity.data["label"]
        state.leading_whitespace = KEEP_WHITESPACE

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        """Return what the editor's chip shows: id, locator, label, title and status."""
        number = _read_id(attrs)
        reference = read_shown().get(number) or CitationEmbedHandler.get_many([attrs])[0]
        return describe(reference, number or None, attrs.get("locator", ""))


def describe(reference: Any, number: int | None, locator: str = "") -> dict[str, Any]:
    """Return the data of a citation entity as the editor needs it."""
    return {
        "id": number,
        "locator": locator,
        "label": _label(reference),
        "title": reference.title if reference else "",
        "status": reference.status if reference else "missing",
    }


def export_citation(props: dict[str, Any]) -> Any:
    """Return the stored element for a Draftail entity; its text, the label, is left out."""
    locator = str(props.get("locator") or "").strip()
    attributes = {"embedtype": EMBED_TYPE, "id": props.get("id"), **({"locator": locator} if locator else {})}
    return DOM.create_element("embed", attributes)


CONTENTSTATE_RULE = {
    "from_database_format": {f'embed[embedtype="{EMBED_TYPE}"]': CitationElementHandler()},
    "to_database_format": {"entity_decorators": {"CITATION": export_citation}},
}

EDITOR_HTML_RULE = [EmbedTypeRule(EMBED_TYPE, CitationEditorHTML)]


def _read_id(attrs: dict[str, str]) -> int:
    return read_id(attrs.get("id", ""))


def _with_locator(label: str, attrs: dict[str, str]) -> str:
    return ", ".join(part for part in (label, attrs.get("locator", "").strip()) if part)


def _label(reference: Any) -> str:
    return reference.label if reference else _("Missing source")
