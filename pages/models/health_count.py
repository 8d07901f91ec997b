"""How many public pages wanted what, day by day."""

from datetime import date

from django.db import models

from .content_health import Want


class HealthCount(models.Model):
    """One count of one day. A day on which nothing was wanted has a row of zero for each want."""

    day = models.DateField()
    # One of Want; which there are is of no concern to the database.
    want = models.CharField(max_length=20)
    pages = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "want"], name="one_health_count_a_day")]
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.want}: {self.pages}"


def read_history(first: date, last: date) -> dict[date, dict[Want, int]]:
    """Return the counts of each day that was counted, in the order of the days; both ends belong to it."""
    history: dict[date, dict[Want, int]] = {}
    rows = HealthCount.objects.filter(day__range=(first, last), want__in=Want.values)
    for day, want, pages in rows.values_list("day", "want", "pages"):
        history.setdefault(day, {})[Want(want)] = pages
    return history
