"""The dashboard's panel about the outbox; empty when all is well."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from ..services.watching import find_trouble


class OutboxPanel(Component):
    """Says what is late, what was given up, and which endpoints were switched off."""

    name = "citewell_outbox"
    order = 60
    template_name = "citewell/outbox/outbox_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """What `find_trouble` finds."""
        return {"trouble": find_trouble(now=timezone.now())}
