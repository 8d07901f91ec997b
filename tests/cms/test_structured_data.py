"""Every page of the demonstration says to machines what it shows, in terms that exist; the site map knows it."""

import json
import re

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from tests.pages.rendered import ids, read
from tests.pages.structured_data.vocabulary import dangling, faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    call_command("load_demo", verbosity=0)


def data_of(soup):
    (block,) = soup.find_all("script", type="application/ld+json")
    return json.loads(block.string)


def test_every_page_fits_the_vocabulary_and_its_anchors_are_there(demo):
    for page in Page.objects.live().filter(depth__gt=1):
        soup = read(page)
        data = data_of(soup)
        assert data["@context"] == "https://schema.org"
        assert list(faults(data["@graph"])) == [], page
        assert dangling(data) == set(), page
        assert data["@graph"][0]["url"] == soup.find("link", rel="canonical")["href"] == page.full_url
        anchors = {one["@id"].partition("#")[2] for one in data["@graph"][0].get("citation", [])}
        anchors |= {one.get("url", "").partition("#")[2] for one in data["@graph"][0].get("hasPart", [])} - {""}
        assert anchors <= set(ids(soup)), page


def test_the_rows_of_2018_are_what_they_are(demo):
    page = Page.objects.get(url_path__endswith="/guidelines/ketamine-infusions-for-chronic-pain-2018/")
    found = data_of(read(page))["@graph"][0]
    assert found["@type"] == "MedicalWebPage"
    kinds = [(row["@type"], row.get("recommendationStrength")) for row in found["mentions"]]
    # Its certainty is low at best, or low to moderate: machines are not told that it is "efficacious" on "sound" data.
    assert kinds == [("MedicalGuideline", None)] * 3
    assert found["mentions"][0]["recognizingAuthority"][1]["name"] == "American Academy of Pain Medicine"


def test_the_clinic_is_open_when_it_says(demo):
    _page, clinic = data_of(read(Page.objects.get(depth=2)))["@graph"]
    assert clinic["openingHours"] == ["Mo-Th 08:00-17:00", "Fr 08:00-13:00"]
    assert clinic["telephone"] == "(919) 555-0142"


def test_a_page_brings_what_a_card_shows(demo):
    soup = read(Page.objects.get(slug="chronic-pain"))
    found = {tag["property"]: tag["content"] for tag in soup.find_all("meta", property=re.compile("^og:"))}
    assert (found["og:type"], found["og:locale"]) == ("article", "en_US")
    assert found["og:url"] == soup.find("link", rel="canonical")["href"]
    assert found["og:title"]
    assert found["og:description"]


def test_the_site_map_names_every_public_page_with_its_last_change(demo):
    response = Client().get("/sitemap.xml", headers={"host": "127.0.0.1"})
    entries = re.findall(r"<url>(.*?)</url>", response.content.decode(), re.DOTALL)
    assert len(entries) == Page.objects.live().filter(depth__gt=1).count()
    assert all(re.search(r"<lastmod>\d{4}-\d\d-\d\d", entry) for entry in entries)
