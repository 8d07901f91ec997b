"""A site with a page of every type, whose pages share a person, a condition, sources, a guideline and a picture."""

from io import BytesIO
from types import SimpleNamespace

from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from pages.models import (
    Condition,
    ConditionCode,
    ConditionIndexPage,
    ConditionPage,
    GuidelinePage,
    HomePage,
    Person,
    ReferenceListPage,
    SiteSettings,
    StandardPage,
)
from tests.pages.factories import cite, make_guideline, make_reference, make_section, make_table


def make_image(title="A hill", colour="green"):
    """A small picture that is really stored."""
    data = BytesIO()
    Picture.new("RGB", (40, 30), colour).save(data, "PNG")
    data.seek(0)
    return get_image_model().objects.create(title=title, file=ImageFile(data, name="hill.png"))


def make_small_site():
    """Return all that is on it, each under a name; `pages` are those that readers can open."""
    person = Person.objects.create(name="Ann", credentials="MD")
    condition = Condition(name="Pain", slug="pain", synonyms="Ache")
    condition.codes = [ConditionCode(system="ICD-10-CM", code="R52")]
    condition.save()
    sources = [make_reference(f"Study {letter}") for letter in "ABC"]
    guideline = make_guideline(sources[2])
    image = make_image()
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="Clinic", slug="clinic", heading="Welcome", image=image)
    )
    site = Site.objects.get(is_default_site=True)
    site.root_page = home
    site.save()
    settings = SiteSettings.for_site(site)
    settings.clinic_name, settings.logo = "Clinic", image
    settings.save()
    index = home.add_child(instance=ConditionIndexPage(title="Conditions", slug="conditions", show_in_menus=True))
    first = ConditionPage(
        title="Pain",
        slug="pain",
        author=person,
        conditions=[condition],
        body=[
            make_section(f"<p>It helps.{cite(*sources[:2])}</p>"),
            make_table(guideline),
            ("figure", {"image": image, "caption": ""}),
        ],
    )
    index.add_child(instance=first)
    second = index.add_child(instance=ConditionPage(title="Ache", slug="ache", lead=f"<p>Ache.{cite(sources[1])}</p>"))
    table = home.add_child(instance=GuidelinePage(title="Guideline", slug="guideline", guideline=guideline))
    library = home.add_child(instance=ReferenceListPage(title="References", slug="references", show_in_menus=True))
    link = f'<p>See <a linktype="page" id="{first.pk}">pain</a>.</p>'
    about = home.add_child(instance=StandardPage(title="About", slug="about", lead=link))
    pages = [home, index, first, second, table, library, about]
    shared = {"person": person, "condition": condition, "sources": sources, "guideline": guideline, "image": image}
    own = {"home": home, "index": index, "first": first, "second": second, "library": library, "about": about}
    return SimpleNamespace(pages=pages, site=site, settings=settings, **shared, **own)
