"""Writing down once a day what public pages want, so that a clinic sees whether its content gets better."""

from collections import Counter
from datetime import date

from ..models import HealthCount
from ..models.base import Page
from ..models.content_health import Want, read_content_health, read_pages


def count_now(*, day: date) -> dict[Want, int]:
    """Return how many public pages want what on this day as they are now; {} where there is none that is read."""
    rows = read_content_health(read_pages(Page.objects.live().values("pk")), today=day)
    counts = Counter(want for row in rows for want in row.wants)
    return {want: counts[want] for want in Want} if rows else {}


def count_health(*, day: date) -> dict[Want, int]:
    """Store the counts of the day, and return them; a second time on the same day they are put right."""
    counts = count_now(day=day) or dict.fromkeys(Want, 0)
    HealthCount.objects.bulk_create(
        [HealthCount(day=day, want=want, pages=pages) for want, pages in counts.items()],
        update_conflicts=True,
        unique_fields=["day", "want"],
        update_fields=["pages"],
    )
    return counts
