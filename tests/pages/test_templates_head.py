"""What the head of a page tells other sites: its language, its picture, itself in other languages."""

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page

from pages.models import HomePage
from pages.models.sharing import find_picture, find_translations, name_locale

from .factories import make_condition_page, make_index
from .rendered import read

# The addresses of a project in more than one language.
urlpatterns = [
    path("", include("pages.urls")),
    *i18n_patterns(path("", include(wagtail_urls))),
]


@pytest.mark.parametrize(
    ("language", "default", "named"),
    [
        ("en", "en-us", "en_US"),
        ("en-gb", "en-us", "en_GB"),
        ("de-ch", "en-us", "de_CH"),
        ("fr", "en-us", ""),
        ("en", "en", ""),
    ],
)
def test_a_language_is_named_with_a_territory_or_not_at_all(language, default, named):
    assert name_locale(language, default) == named


def make_home(**overrides):
    """A live home page beside the one that the site starts at."""
    home = Page.objects.filter(depth=2).first()
    return home.add_child(instance=HomePage(**{"title": "Home", "slug": "home-2", "heading": "Hi"} | overrides))


def make_image():
    """A picture of 640 × 480."""
    return Image.objects.create(title="A hill", file=get_test_image_file(size=(640, 480)))


@pytest.mark.django_db
class TestPicture:
    """The picture of a card."""

    def test_it_has_an_absolute_address_its_size_and_its_words(self):
        page = make_home(image=make_image())
        found = {tag["property"]: tag["content"] for tag in read(page).find_all("meta", property=True)}
        assert found["og:image"].startswith("http://localhost/media/")
        assert int(found["og:image:width"]) / int(found["og:image:height"]) == pytest.approx(1200 / 630, abs=0.02)
        assert found["og:image:alt"] == "A hill"

    def test_the_first_picture_of_the_text_stands_in(self):
        figure = {"image": {"image": make_image().pk, "alt_text": "Words", "decorative": False}, "caption": ""}
        page = make_condition_page()
        page.body = page.body.stream_block.to_python([{"type": "figure", "value": figure}])
        assert find_picture(page).alt == "Words"

    def test_a_file_that_is_gone_fails_no_page(self):
        image = make_image()
        image.file.storage.delete(image.file.name)
        assert find_picture(make_home(image=image)) is None

    def test_a_page_without_one_shows_none(self):
        assert read(make_condition_page()).find("meta", property="og:image") is None


@pytest.mark.django_db
class TestTranslations:
    """The page in other languages."""

    @pytest.fixture
    def pages(self, settings):
        """A page in English and, as a draft, in French."""
        settings.WAGTAIL_I18N_ENABLED = True
        settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [("en", "English"), ("fr", "French")]
        settings.ROOT_URLCONF = __name__
        page = make_index()
        return page, page.copy_for_translation(Locale.objects.create(language_code="fr"), copy_parents=True)

    def test_a_draft_is_not_named(self, pages):
        assert find_translations(pages[0]) == []

    def test_every_live_one_names_all_of_them_itself_too(self, pages):
        pages[1].save_revision().publish()
        english, french = (page.specific_class.objects.get(pk=page.pk) for page in pages)
        assert [(one.code, one.url) for one in find_translations(english)] == [
            ("en", english.full_url),
            ("fr", french.full_url),
        ]
        assert find_translations(french) == find_translations(english)
        assert "/fr/" in french.full_url

    def test_the_head_links_to_each(self, pages):
        pages[1].save_revision().publish()
        links = read(pages[0]).find_all("link", rel="alternate", hreflang=True)
        assert [link["hreflang"] for link in links] == ["en", "fr"]

    def test_addresses_without_a_language_are_not_told_apart(self, pages, settings):
        settings.ROOT_URLCONF = "cms.urls"
        pages[1].save_revision().publish()
        assert find_translations(pages[0]) == []

    def test_an_alias_is_in_another_language_than_it_says(self, pages):
        pages[1].alias_of = pages[0]
        pages[1].live = True
        pages[1].save()
        assert find_translations(pages[0]) == []

    def test_one_language_needs_no_link(self):
        assert read(make_condition_page()).find("link", hreflang=True) is None
