"""Content as it is stored: references, and condition pages that cite them."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Site

from pages.citations.markup import Mark, make_mark
from pages.models import ConditionIndexPage, ConditionPage, Guideline, Recommendation
from pages.services.references import save_reference
from pages.services.schemes import CONSENSUS_2018, install_scheme


def make_reference(title="A classification of chronic pain", **overrides):
    """A journal article in the library; `overrides` are fields of its CSL-JSON."""
    csl = {
        "type": "article-journal",
        "title": title,
        "author": [{"family": "Treede", "given": "RD"}],
        "issued": {"date-parts": [[2015]]},
    }
    return save_reference(csl=csl | overrides)


def cite(*references):
    """The citations of these references, side by side, as rich text stores them."""
    return "".join(make_mark(Mark(reference.pk)) for reference in references)


def make_index(**overrides):
    """A live condition index below the home page of the default site."""
    site = Site.objects.filter(is_default_site=True).first()
    parent = site.root_page if site else Page.get_first_root_node()
    return parent.add_child(instance=ConditionIndexPage(**{"title": "Conditions", "slug": "conditions"} | overrides))


def make_condition_page(**overrides):
    """A live condition page; `body` is a list of blocks as StreamField takes them."""
    index = overrides.pop("index", None) or ConditionIndexPage.objects.first() or make_index()
    return index.add_child(instance=ConditionPage(**{"title": "Pain", "slug": "pain"} | overrides))


def let_its_hour_come(page):
    """Let Wagtail's command publish what is scheduled of a page, as if that had been for a minute ago."""
    revision = page.revisions.get(approved_go_live_at__isnull=False)
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content |= {"go_live_at": revision.approved_go_live_at.isoformat()}
    revision.save()
    call_command("publish_scheduled", verbosity=0)


def make_section(text, heading="Evidence"):
    """A block of text for a body."""
    return ("section", {"heading": heading, "aspect": "", "text": text})


def make_guideline(reference, **row):
    """A guideline of one row in the scheme of 2018."""
    scheme = install_scheme(slug=CONSENSUS_2018)
    values = {"population": "CRPS", "plain_wording": "It may help.", "grade": scheme.grades.get(code="B")}
    guideline = Guideline(title="Guidelines", reference=reference, scheme=scheme)
    guideline.recommendations = [Recommendation(**values | row)]
    guideline.save()
    return guideline


def make_table(guideline=None, **overrides):
    """A guideline table for a body."""
    values = {"caption": "", "guideline": guideline, "conditions": [], "scheme": None, "rows": []}
    return ("guideline_table", values | overrides)
