"""The report of pages that want attention, and how it went over time, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pages.models import ConditionPage, LinkCheck
from pages.services.count_health import count_health

from .pictures import keep

GONE = "https://journal.example/a/very/long/address/of/an/article/that/was/withdrawn"


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_the_report_and_its_history(demo_site, sign_in, admin_user, axe, request, screen):
    page = ConditionPage.objects.get(slug="chronic-pain")
    page.lead += f'<p><a href="{GONE}">An article</a></p>'
    page.save()
    LinkCheck.objects.create(url=GONE, status=404, failures=1, checked_at=timezone.now())
    for back in range(0, 40, 3):
        count_health(day=timezone.localdate() - timedelta(days=back))
    view = request.getfixturevalue(screen)
    sign_in(view, admin_user)
    view.goto(demo_site.url + "/admin/reports/content-health/")
    view.get_by_title(GONE).wait_for()
    keep(view, "content-health")
    assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(view) == []
    view.get_by_role("link", name="Over time").click()
    view.get_by_role("table").wait_for()
    keep(view, "content-health-history")
    assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(view) == []
