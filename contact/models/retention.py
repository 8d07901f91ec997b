"""How long enquiries are kept, by where they stand; staff change it in the admin."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from .enquiry import Enquiry


class Then(models.TextChoices):
    """What happens to an enquiry when its time is over."""

    ANONYMISE = "anonymise", _("Anonymise it")
    DELETE = "delete", _("Delete it")


@dataclass(frozen=True)
class Rule:
    """What is done, after how many days without any event, with the enquiries of one status or of the quarantine."""

    status: str
    days: int
    then: str


_PLACES = [*Enquiry.Status.choices, (Enquiry.Routing.QUARANTINE.value, Enquiry.Routing.QUARANTINE.label)]


def _days(default: int | None) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(
        _("days"),
        default=default,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: it is kept."),
    )


def _then(default: Then) -> models.CharField[str, str]:
    return models.CharField(_("then"), max_length=16, choices=Then.choices, default=default)


class RetentionSettings(BaseGenericSetting):
    """For each status the days without any event after which `manage.py purge_enquiries` acts, and what it does.

    The defaults delete spam after a month, anonymise what is closed after a year and what nobody closed after two
    (booked: three), and keep clients: their records fall under other rules. What nobody sorted in quarantine stays for
    three months, three times as long as spam by a person's word: a patient may be among it.
    """

    new_days = _days(730)
    new_then = _then(Then.ANONYMISE)
    contacted_days = _days(730)
    contacted_then = _then(Then.ANONYMISE)
    booked_days = _days(1095)
    booked_then = _then(Then.ANONYMISE)
    client_days = _days(None)
    client_then = _then(Then.ANONYMISE)
    closed_days = _days(365)
    closed_then = _then(Then.ANONYMISE)
    spam_days = _days(30)
    spam_then = _then(Then.DELETE)
    quarantine_days = _days(90)
    quarantine_then = _then(Then.DELETE)

    panels = [
        HelpPanel(
            content=_(
                "<p>The days count from the last thing that happened to an enquiry. Then a daily command "
                "(<code>purge_enquiries</code>) anonymises it, so that its kind, day and status are left for counting, "
                "or deletes it, so that only the access log still knows its number. Neither can be undone.</p>"
                "<p>Keep this in step with what your consent text promises.</p>"
            )
        ),
        *(
            MultiFieldPanel([FieldRowPanel([FieldPanel(f"{place}_days"), FieldPanel(f"{place}_then")])], heading=label)
            for place, label in _PLACES
        ),
    ]

    def rules(self) -> list[Rule]:
        """One for each status, and for the quarantine, that is not kept for ever."""
        rules = (
            Rule(place, getattr(self, f"{place}_days"), getattr(self, f"{place}_then")) for place, _label in _PLACES
        )
        return [rule for rule in rules if rule.days]

    class Meta:
        verbose_name = _("retention of enquiries")
        default_permissions = ("change",)
