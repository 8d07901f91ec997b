"""What comes with pages and guidelines when it is asked for: the same as in their own answers, and only that."""

import re
from collections import Counter

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from pages.models import Condition, GuidelinePage, PreviewDraft, StandardPage

from ..factories import cite, make_condition_page, make_guideline, make_index, make_reference, make_section, make_table
from .asking import ask, count_queries, read

pytestmark = pytest.mark.django_db

PARTS = ("content", "guidelines", "references", "related")


def make_full_page(slug="pain", *, condition=None):
    """A condition page with a text, a table and a picture of its own, on a condition."""
    source = make_reference(f"Source of {slug}")
    guideline = make_guideline(make_reference(f"Guideline of {slug}"))
    picture = Image.objects.create(title=slug, file=get_test_image_file(size=(40, 20)))
    figure = {"image": {"image": picture.pk, "alt_text": "Hills", "decorative": False}, "caption": ""}
    page = make_condition_page(
        title=slug,
        slug=slug,
        lead=f"<p>Lead.{cite(source)}</p>",
        body=[make_section(f'<p>Text.{cite(guideline.reference)} <a linktype="page" id="1">x</a></p>')],
    )
    page.body = [*page.body.raw_data, _raw(make_table(guideline.pk)), {"type": "figure", "value": figure}]
    page.questions = [{"type": "question", "value": {"question": "Why?", "answer": f"<p>So.{cite(source)}</p>"}}]
    if condition:
        page.conditions.add(condition)
    page.save()
    return page


def cite_further(guideline, reference):
    """Let the guideline's row cite another source."""
    row = guideline.recommendations.get()
    row.further_citations.add(reference)
    row.save()


def _raw(block):
    return {"type": block[0], "value": block[1]}


def make_condition(name="CRPS"):
    return Condition.objects.create(name=name, slug=name.lower())


def card_of(page, include, **query):
    asked = "".join(f"&{name}={value}" for name, value in query.items())
    return next(card for card in read(f"/pages?include={include}{asked}")["items"] if card["id"] == page.pk)


def test_a_list_holds_nothing_that_is_not_asked_for():
    page = make_full_page()
    assert not set(PARTS) & set(card_of(page, ""))
    for name in PARTS:
        assert set(PARTS) & set(card_of(page, name)) == {name}


@pytest.mark.parametrize("rich_text", ["html", "markdown"])
def test_the_content_of_a_card_is_that_of_the_page(rich_text):
    make_full_page("other")
    page = make_full_page()
    card = card_of(page, "content,references", rich_text=rich_text)
    own = read(f"/pages/{page.pk}?rich_text={rich_text}")
    assert {name: own[name] for name in ("lead", "body", "questions", "call_to_action", "rich_text")} == {
        name: value for name, value in card["content"].items() if name != "table"
    }
    assert card["references"] == own["references"]
    assert [block["type"] for block in card["content"]["body"]] == ["section", "guideline_table", "figure"]
    assert card["content"]["table"] is None


def test_the_page_of_a_guideline_has_its_table():
    guideline = make_guideline(make_reference())
    page = (
        make_index()
        .get_parent()
        .add_child(instance=GuidelinePage(title="Guideline", slug="guideline", guideline=guideline))
    )
    card = card_of(page, "content,guidelines,references")
    assert card["content"]["table"] == read(f"/pages/{page.pk}")["table"]
    assert [one["id"] for one in card["guidelines"]] == [guideline.pk]
    assert [one["id"] for one in card["references"]] == [guideline.reference_id]


def test_a_page_of_another_app_has_no_content():
    # The home page of these tests is Wagtail's plain one.
    (card,) = read("/pages?type=other&include=content,references,guidelines,related")["items"]
    assert (card["content"], card["references"], card["guidelines"], card["related"]) == (None, [], [], [])


def test_related_pages_have_most_in_common_first():
    crps, sleep = make_condition(), make_condition("Sleep")
    page = make_full_page(condition=crps)
    page.conditions.add(sleep)
    page.save()
    near, far = make_full_page("near", condition=crps), make_full_page("far", condition=sleep)
    near.conditions.add(sleep)
    near.save()
    make_full_page("stranger", condition=make_condition("Other"))
    expected = [near.pk, far.pk]
    assert [other["id"] for other in read(f"/pages/{page.pk}?include=related")["related"]] == expected
    assert [other["id"] for other in card_of(page, "related")["related"]] == expected
    (first, _second) = read("/resolve?path=/conditions/pain/&include=related")["related"]
    assert (first["type"], first["path"], first["image"]["alt"]) == ("condition", "/conditions/near/", "Hills")


def test_pages_that_show_one_guideline_are_related():
    guideline = make_guideline(make_reference())
    page = make_condition_page(body=[make_table(guideline)])
    own = (
        page.get_parent()
        .get_parent()
        .add_child(instance=GuidelinePage(title="Guideline", slug="guideline", guideline=guideline))
    )
    assert [other["id"] for other in read(f"/pages/{page.pk}?include=related")["related"]] == [own.pk]


def test_34_a_hidden_page_is_related_to_none():
    condition = make_condition()
    page = make_full_page(condition=condition)
    make_condition_page(title="Secret", slug="secret", live=False).conditions.add(condition)
    hidden = make_full_page("Secret-2", condition=condition)
    restriction = PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="Doctors"))
    for call in (f"/pages/{page.pk}?include=related", f"/pages?include={','.join(PARTS)}"):
        assert "Secret" not in ask(call).content.decode()


def test_one_call_draws_a_page_with_its_menus():
    page = make_condition_page()
    asked = "include=site&rich_text=markdown"
    assert read(f"/resolve?path=/conditions/pain/&{asked}")["site"] == read("/site?rich_text=markdown")
    assert "site" not in read(f"/pages/{page.pk}")


def test_a_draft_comes_with_the_same():
    condition = make_condition()
    page, other = make_full_page(condition=condition), make_full_page("other", condition=condition)
    draft = PreviewDraft.objects.keep(page, user=None)
    given = read(f"/preview?token={draft.token}&include=related,site")["page"]
    assert ([one["id"] for one in given["related"]], given["site"]["name"]) == ([other.pk], read("/site")["name"])


def test_the_image_of_a_card_is_the_first_of_its_text():
    page = make_full_page()
    card = next(card for card in read("/pages?fields=image")["items"] if card["id"] == page.pk)
    assert card["image"] == read(f"/pages/{page.pk}")["body"][2]["image"]


def test_guidelines_come_with_their_rows_and_sources():
    further = make_reference("Further")
    guideline = make_guideline(make_reference())
    cite_further(guideline, further)
    make_condition_page(body=[make_table(guideline)])
    own = read(f"/guidelines/{guideline.pk}?include=references")
    (listed,) = read("/guidelines?include=recommendations,references")["items"]
    assert listed["recommendations"] == own["recommendations"]
    assert listed["references"] == own["references"]
    assert [one["id"] for one in own["references"]] == [guideline.reference_id, further.pk]
    cited = [one["reference"] for row in own["recommendations"] for one in row["citations"]]
    assert set(cited) <= {one["id"] for one in own["references"]}
    (plain,) = read("/guidelines")["items"]
    assert not {"recommendations", "references"} & set(plain)
    assert "references" not in read(f"/guidelines/{guideline.pk}")


@pytest.mark.parametrize("include", PARTS)
def test_the_queries_of_a_list_do_not_grow_with_what_comes_with_it(include):
    condition = make_condition()
    make_full_page("first", condition=condition)
    make_full_page("second", condition=condition)
    address = f"/pages?limit=100&include={include}&fields=image,conditions"
    few = count_queries(address)
    for number in range(6):
        make_full_page(f"page-{number}", condition=condition)
    assert count_queries(address) == few


def test_the_queries_of_guidelines_do_not_grow_with_their_rows():
    def make_shown(number):
        guideline = make_guideline(make_reference(f"Guideline {number}"))
        cite_further(guideline, make_reference(f"Further {number}"))
        make_condition_page(slug=f"page-{number}", body=[make_table(guideline)])

    address = "/guidelines?limit=100&include=recommendations,references"
    for number in range(2):
        make_shown(number)
    few = count_queries(address)
    for number in range(2, 8):
        make_shown(number)
    assert count_queries(address) == few


def test_what_comes_with_a_list_drops_it_when_it_changes():
    condition = make_condition()
    page, other = make_full_page(condition=condition), make_full_page("other", condition=condition)
    reference = read(f"/pages/{page.pk}")["references"][0]["id"]

    def keys(address):
        return set(ask(address)["Surrogate-Key"].split())

    assert f"reference-{reference}" not in keys("/pages?search=pain")
    for include in ("content", "references", "guidelines"):
        assert f"reference-{reference}" in keys(f"/pages?include={include}")
    related = keys(f"/pages/{page.pk}?include=related")
    assert {"pages", f"page-{other.pk}"} <= related
    assert {"pages", "site"} <= keys(f"/pages/{page.pk}?include=site")


@pytest.mark.parametrize(
    "call", ["/pages", "/pages/1", "/resolve?path=/", "/guidelines", "/guidelines/1", "/preview?token=x"]
)
@pytest.mark.parametrize(
    "include",
    [
        *("secrets", "content,secrets", "references,,references", ",", "related ", "RELATED", "%00", "%ED%A0%80"),
        *("__class__", "conditions__pages", "related,%3Cscript%3E", "a" * 3000, "site;related"),
    ],
)
def test_what_is_not_on_the_list_is_refused(call, include):
    response = ask(f"{call}{'&' if '?' in call else '?'}include={include}")
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert [fault["parameter"] for fault in response.json()["errors"]] == ["include"]


@pytest.mark.parametrize(
    "call", ["/site", "/routes", "/conditions", "/references", "/references/1", "/enquiries/challenge"]
)
def test_a_call_that_includes_nothing_knows_no_such_parameter(call):
    response = ask(f"{call}?include=related")
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (422, "include")


def test_a_redirect_comes_alone():
    make_index().get_parent().add_child(instance=StandardPage(title="New", slug="new"))
    Redirect.add_redirect("/old", redirect_to="/new/", is_permanent=True)
    assert set(read("/resolve?path=/old/&include=site,related")) == {"type", "to", "permanent"}


def test_what_a_page_needs_is_asked_for_once():
    page = make_full_page(condition=make_condition())
    read(f"/pages/{page.pk}")
    with CaptureQueriesContext(connection) as queries:
        read(f"/pages/{page.pk}")
    # Who may read what is asked for the page, and for the pages on its conditions. A picture comes with its block, and
    # again with its sizes.
    asked = Counter(sql for query in queries if not re.search("pageviewrestriction|images_image", sql := query["sql"]))
    assert [sql for sql, times in asked.items() if times > 1] == []
