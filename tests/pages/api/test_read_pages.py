from datetime import timedelta
from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import override_settings
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction, Site

from pages.models import Condition, ConditionIndexPage, ConditionPage, ReferenceListPage, StandardPage

from ..factories import cite, make_condition_page, make_guideline, make_index, make_reference, make_section, make_table
from ..rendered import read as read_site
from .asking import ask, count_queries, read

pytestmark = pytest.mark.django_db

HIDDEN = ["draft", "restricted", "below restricted", "ended"]


def make_hidden(how):
    """A condition page that nobody may see, in one of several ways."""
    if how == "draft":
        return make_condition_page(title="Secret", slug="secret", live=False)
    if how == "ended":
        return make_condition_page(title="Secret", slug="secret", expire_at=timezone.now() - timedelta(minutes=1))
    page = make_condition_page(title="Secret", slug="secret")
    kept = page if how == "restricted" else page.get_parent()
    restriction = PageViewRestriction.objects.create(page=kept, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="Doctors"))
    return page


@pytest.mark.parametrize("how", HIDDEN)
def test_34_a_hidden_page_is_in_no_answer(how):
    reference = make_reference()
    page = make_hidden(how)
    page.body = [make_section(f"<p>Secret{cite(reference)}</p>"), make_table(make_guideline(reference))]
    page.save()
    calls = ["/pages?limit=100", "/pages?type=condition", "/pages?search=Secret", "/pages?order=-first_published_at"]
    calls += ["/routes", "/references", "/guidelines", "/conditions", "/site"]
    assert [call for call in calls if "Secret" in ask(call).content.decode()] == []
    assert ask(f"/pages/{page.pk}").status_code == 404
    assert ask("/resolve?path=/conditions/secret/").status_code == 404
    assert ask(f"/references/{reference.pk}").status_code == 404


def test_a_page_of_another_site_is_not_found():
    other = Page.get_first_root_node().add_child(instance=StandardPage(title="Elsewhere", slug="elsewhere"))
    Site.objects.create(hostname="other.example", root_page=other)
    assert ask(f"/pages/{other.pk}").status_code == 404


@pytest.fixture
def elsewhere():
    """A condition and a source, each on a page here, on one that ended, and on one of another site."""
    condition, reference = Condition.objects.create(name="CRPS", slug="crps"), make_reference()
    other = Page.get_first_root_node().add_child(instance=StandardPage(title="Elsewhere", slug="elsewhere"))
    Site.objects.create(hostname="other.example", root_page=other)
    index = other.add_child(instance=ConditionIndexPage(title="Conditions", slug="conditions"))
    ended = timezone.now() - timedelta(minutes=1)
    here = make_index()
    for place, slug, more in ((here, "pain", {}), (here, "ended", {"expire_at": ended}), (index, "there", {})):
        page = make_condition_page(index=place, slug=slug, lead=f"<p>Lead.{cite(reference)}</p>", **more)
        page.conditions = [condition]
        page.save()
    return condition


def test_a_bibliography_names_pages_of_its_site_that_did_not_end(elsewhere, client):
    home = Site.objects.get(is_default_site=True).root_page
    listing = home.add_child(instance=ReferenceListPage(title="References", slug="references"))
    (entry,) = read(f"/pages/{listing.pk}")["entries"]
    assert [page["path"] for page in entry["cited_by"]] == ["/conditions/pain/"]
    shown = client.get(listing.url).content.decode().partition("<main")[2]
    assert ("/conditions/pain/" in shown, "ended" in shown, "there" in shown) == (True, False, False)


def test_the_conditions_of_a_page_name_pages_of_its_site_that_did_not_end(elsewhere):
    (condition,) = read(f"/pages/{ConditionPage.objects.get(slug='pain').pk}")["conditions"]
    assert [page["path"] for page in condition["pages"]] == ["/conditions/pain/"]


def test_texts_bear_the_numbers_and_anchors_of_the_site():
    one, two = make_reference("One"), make_reference("Two")
    page = make_condition_page(
        lead=f"<p>Lead.{cite(one)}</p>", body=[make_section(f"<p>Text.{cite(two)} More.{cite(one)}</p>")]
    )
    given = read(f"/pages/{page.pk}")
    shown = read_site(page)
    assert BeautifulSoup(given["body"][0]["text"], "html.parser").p == shown.find(class_="cw-prose").p
    assert [entry["number"] for entry in given["references"]] == [1, 2]
    anchors = [given["references"][0]["anchor"], *given["references"][0]["backlinks"]]
    assert all(shown.find(id=anchor) for anchor in anchors)


def test_markdown_keeps_the_number_the_link_and_the_anchor():
    page = make_condition_page(lead=f"<p>A <b>bold</b> claim.{cite(make_reference())}</p>")
    lead = read(f"/pages/{page.pk}?rich_text=markdown")["lead"]
    assert lead == 'A **bold** claim.<sup><a id="cite-1-1"></a>[1](#ref-1)</sup>'


def test_a_table_is_data_with_the_numbers_of_the_page():
    reference = make_reference()
    guideline = make_guideline(reference, strength="moderate", direction="against")
    page = make_condition_page(body=[make_table(guideline)])
    (block,) = read(f"/pages/{page.pk}")["body"]
    (row,) = block["groups"][0]["rows"]
    assert (block["type"], block["guideline"]["id"], block["scheme"]["grades"][0]["code"]) == (
        "guideline_table",
        guideline.pk,
        "A",
    )
    assert (row["grade"]["code"], row["strength_of_evidence"], row["direction"]) == ("B", "moderate", "against")
    assert row["citations"] == [{"reference": reference.pk, "number": 1, "locator": ""}]


def test_a_row_of_the_editor_has_its_grade_from_the_scheme():
    guideline = make_guideline(make_reference())
    row = {"condition": "CRPS", "intervention": "", "statement": "<p>Helps.</p>", "grade": "B"}
    row |= {"certainty": "moderate", "time_horizon": "12 weeks", "note": "For us."}
    page = make_condition_page(body=[make_table(guideline, scheme=guideline.scheme, rows=[row])])
    (block,) = read(f"/pages/{page.pk}")["body"]
    assert block["rows"][0]["grade"]["meaning"]
    assert "Helps." in block["rows"][0]["statement"]
    assert (block["rows"][0]["certainty"], block["rows"][0]["time_horizon"]) == ("Moderate", "12 weeks")
    assert "note" not in block["rows"][0]


def test_a_picture_comes_in_sizes_with_its_focal_point():
    image = Image.objects.create(
        title="Hills",
        description="Hills",
        file=get_test_image_file(size=(900, 450)),
        focal_point_x=450,
        focal_point_y=90,
        focal_point_width=10,
        focal_point_height=10,
    )
    figure = {"image": {"image": image.pk, "alt_text": "Hills at dawn", "decorative": False}, "caption": ""}
    page = make_condition_page()
    page.body = [{"type": "figure", "value": figure}]
    page.save()
    (block,) = read(f"/pages/{page.pk}")["body"]
    assert block["image"]["alt"] == "Hills at dawn"
    assert block["image"]["focal_point"] == {"x": 0.5, "y": 0.2}
    assert [size["width"] for size in block["image"]["sizes"]] == [400, 800, 900]
    assert all(size["url"].startswith("http") for size in block["image"]["sizes"])


def test_cards_hold_what_is_asked_for_and_nothing_else():
    make_condition_page()
    (card,) = read("/pages?type=condition")["items"]
    assert not {"image", "conditions", "review"} & set(card)
    (card,) = read("/pages?type=condition&fields=conditions,review")["items"]
    assert (card["conditions"], card["review"]["last_reviewed"]) == ([], None)


def test_search_finds_pages_by_their_words():
    make_condition_page(title="Fibromyalgia", slug="fibromyalgia")
    make_condition_page(title="Sleep", slug="sleep")
    found = read("/pages?search=fibromyalgia")
    assert ([card["title"] for card in found["items"]], found["total"]) == (["Fibromyalgia"], 1)


@pytest.mark.parametrize(
    "query",
    [
        "colour=red",
        "type=nothing",
        "fields=secrets",
        "limit=0",
        "limit=101",
        "offset=-1",
        "cursor=%00",
        "cursor=bm9uc2Vuc2U",
        "search=%00",
        "type=condition&type=home",
        "order=title",
        *(f"limit={number}" for number in ("1_0", "%201", "%2B1", "1.0", "01", "1e1", "%D9%A3", "9" * 5000, "")),
        "offset=1_0",
        "cursor=aWQ6MTox&offset=1",
        "search=pain&cursor=aWQ6MTox",
        "search=pain&order=tree",
        f"search={'x' * 201}",
    ],
)
def test_a_parameter_that_means_nothing_is_refused(query):
    response = ask(f"/pages?{query}")
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    "number", ["1_0", "%201", "1%20", "%2B1", "1.0", "01", "1e1", "%D9%A3", "-1", "0", "9" * 5000, "٣"]
)
@pytest.mark.parametrize("call", ["pages", "references", "guidelines"])
def test_an_id_is_written_in_digits_alone(call, number):
    make_condition_page()
    response = ask(f"/{call}/{number}")
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")


def test_a_fault_names_its_parameter():
    (fault,) = ask("/pages?limit=1_0").json()["errors"]
    assert (fault["parameter"], "digits" in fault["detail"]) == ("limit", True)


@pytest.mark.parametrize("hostile", ['"', "a AND", "*", "(", "NEAR(", "'; DROP", "ß \u202e", "%25"])
def test_a_search_may_hold_anything(hostile):
    assert ask(f"/pages?search={hostile}").status_code == 200


@pytest.mark.parametrize("address", ["/pages/0", "/pages/99999999999999999999", "/pages/9", "/resolve?path=/no/"])
def test_what_is_not_there_is_a_problem(address):
    response = ask(address)
    assert response.status_code in (404, 422)
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("order", ["id", "tree", "-first_published_at"])
def test_a_cursor_neither_skips_nor_repeats_while_pages_are_published_and_go(order):
    index = make_index()
    now = timezone.now()
    for number in range(6):
        make_condition_page(index=index, title=str(number), slug=f"p{number}", first_published_at=now)
    first = read(f"/pages?type=condition&limit=3&order={order}")
    seen = [card["title"] for card in first["items"]]
    ConditionPage.objects.get(slug=f"p{seen[0]}").delete()
    make_condition_page(index=index, title="new", slug="new", first_published_at=now + timedelta(hours=1))
    cursor = first["next"]
    while cursor:
        part = read(f"/pages?type=condition&limit=2&order={order}&cursor={cursor}")
        seen += [card["title"] for card in part["items"]]
        cursor = part["next"]
    assert sorted(set(seen) - {"new"}) == sorted(title for title in seen if title != "new") == list("012345")


def test_an_address_leads_to_its_page_with_or_without_slashes():
    page = make_condition_page()
    assert {read(f"/resolve?path={path}")["id"] for path in ("/conditions/pain/", "conditions/pain")} == {page.pk}
    assert read("/resolve?path=/conditions/pain/?utm_source=x")["id"] == page.pk


def test_an_address_leads_to_its_page_as_the_api_gives_it_and_as_people_write_it():
    page = make_condition_page(slug="café")
    path = read(f"/pages/{page.pk}")["path"]
    assert path == "/conditions/caf%C3%A9/"
    assert {read(f"/resolve?path={quote(each)}")["id"] for each in (path, unquote(path))} == {page.pk}


@pytest.mark.parametrize("path", ["/%00/", "/%FF/", "/%ED%A0%80/", "/caf%C3/", "/%", "//[", "http://[::1"])
def test_an_address_that_nobody_could_mean_leads_nowhere(path):
    assert ask(f"/resolve?path={quote(path)}").status_code == 404


def test_an_address_that_moved_leads_on():
    Redirect.add_redirect("/old", redirect_to="/conditions/", is_permanent=True)
    assert read("/resolve?path=/old/") == {"type": "redirect", "to": "/conditions/", "permanent": True}


@pytest.mark.parametrize("how", HIDDEN)
def test_34_an_address_that_leads_to_a_hidden_page_tells_nothing_of_it(how):
    Redirect.objects.create(old_path="/old", redirect_page=make_hidden(how))
    response = ask("/resolve?path=/old/")
    assert (response.status_code, "secret" in response.content.decode()) == (404, False)


def test_a_list_is_by_id_unless_another_order_is_asked_for():
    index = make_index()
    first, second = (make_condition_page(index=index, title=slug, slug=slug) for slug in "ab")
    second.move(first, pos="left")
    assert [card["title"] for card in read("/pages?type=condition")["items"]] == ["a", "b"]
    assert [card["title"] for card in read("/pages?type=condition&order=tree")["items"]] == ["b", "a"]


def test_a_deep_page_has_a_cursor_that_is_taken():
    page = make_index()
    for depth in range(30):
        page = page.add_child(instance=StandardPage(title=str(depth), slug=str(depth)))
    part = read("/pages?type=standard&order=tree&limit=29")
    assert [card["title"] for card in read(f"/pages?order=tree&cursor={part['next']}")["items"]] == ["29"]


def test_routes_name_every_public_address():
    page = make_condition_page()
    route = next(route for route in read("/routes")["items"] if route["id"] == page.pk)
    assert (route["type"], route["path"]) == ("condition", "/conditions/pain/")


@override_settings(LANGUAGE_CODE="en-us")
def test_the_queries_of_a_page_do_not_grow_with_its_text():
    references = [make_reference(str(n)) for n in range(12)]
    small = make_condition_page(body=[make_section(f"<p>{cite(references[0])}</p>")])
    large = make_condition_page(
        slug="large", body=[make_section(f"<p>{cite(reference)}</p>", heading="x") for reference in references]
    )
    assert count_queries(f"/pages/{large.pk}") == count_queries(f"/pages/{small.pk}")


def test_the_queries_of_a_list_do_not_grow_with_it():
    index = make_index()
    for number in range(4):
        make_condition_page(index=index, slug=f"p{number}")
    address = "/pages?type=condition&fields=conditions,review&limit=100"
    few = count_queries(address)
    for number in range(4, 12):
        make_condition_page(index=index, slug=f"p{number}")
    assert count_queries(address) == few
