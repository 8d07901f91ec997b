"""Writing down once a day what public pages want, so that a clinic sees whether its content gets better."""

from collections import Counter
from datetime import date

from ..models import HealthCount
from ..models.base import Page
from ..models.content_health import Want, read_content_health, read_pages


def count_health(*, day: date) -> dict[Want, int]:
    """Store the counts of the day, and return them; a second time on the same day they are put right."""
    rows = read_content_health(read_pages(Page.objects.live().values("pk")), today=day)
    counts = Counter(want for row in rows for want in row.wants)
    HealthCount.objects.bulk_create(
        [HealthCount(day=day, want=want, pages=counts[want]) for want in Want],
        update_conflicts=True,
        unique_fields=["day", "want"],
        update_fields=["pages"],
    )
    return {want: counts[want] for want in Want}
