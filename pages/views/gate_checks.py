"""The gates in Wagtail's checks panel: one rule each, which points at what the preview prints at its top.

The preview reads the draft on the server, so the panel and the report cannot differ. The rule itself is given to axe as
data: a check that fails on whatever the selector finds.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.userbar import AccessibilityItem, ContentCheckerItem

from ..models.gates import Gate

# One of axe's own checks. It looks for the alt attribute that no item of a list has.
ALWAYS_FAILS = "has-alt"


class GateChecksItem(ContentCheckerItem):
    """Wagtail's checks, and the gates."""

    def get_axe_run_only(self, request: HttpRequest) -> list[str]:
        """Run the rules of the gates as well."""
        return [*super().get_axe_run_only(request), *map(_rule_id, Gate)]

    def get_axe_custom_rules(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Add a rule for each gate."""
        return [*super().get_axe_custom_rules(request), *map(_rule, Gate)]

    def get_axe_messages(self, request: HttpRequest) -> dict[str, dict[str, Any]]:
        """Name what each rule found."""
        own = {
            _rule_id(gate): {"error_name": gate.label, "help_text": _("The top of the preview says what to do")}
            for gate in Gate
        }
        return super().get_axe_messages(request) | own


def add_gate_checks(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Put the gates among Wagtail's checks."""
    for place, item in enumerate(items):
        # Another app's own checks stay as they are.
        if type(item) is AccessibilityItem:
            items[place] = GateChecksItem(in_editor=item.in_editor)


def _rule_id(gate: Gate) -> str:
    return f"citewell-{gate.value}"


def _rule(gate: Gate) -> dict[str, Any]:
    return {
        "id": _rule_id(gate),
        "impact": "serious",
        "selector": f'[data-citewell-gate="{gate.value}"]',
        "any": [ALWAYS_FAILS],
        "excludeHidden": False,
        "tags": ["best-practice"],
        "enabled": True,
    }
