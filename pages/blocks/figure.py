"""A picture with its description and caption."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from ..rich_text.features import INLINE


class FigureBlock(blocks.StructBlock):
    """An image with alternative text and a caption that may cite."""

    image = ImageBlock()
    caption = blocks.RichTextBlock(features=INLINE, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with a caption. Describe it for people who cannot see it.")
        template = "citewell/pages/blocks/figure_block.html"
        preview_template = "citewell/pages/blocks/figure_block_preview.html"
