import pytest
from wagtail.models import Site

from pages.models import SiteSettings

from ..factories import make_condition_page, make_index
from .asking import read

pytestmark = pytest.mark.django_db


def test_the_clinic_and_its_menus():
    clinic = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    clinic.clinic_name, clinic.hours, clinic.disclaimer = "Larkmoor", "Mon 9-5\nTue 9-5\n", "<p><b>No</b> advice.</p>"
    clinic.save()
    make_condition_page(index=make_index(show_in_menus=True))
    site = read("/site?rich_text=markdown")
    assert (site["name"], site["hours"]) == ("Larkmoor", ["Mon 9-5", "Tue 9-5"])
    assert site["disclaimer"] == "**No** advice."
    assert [entry["title"] for entry in site["menu"]] == ["Conditions"]
