import pytest

from pages.models import ConditionPage
from pages.rich_text.comparison import CitedRichTextComparison

from ..factories import cite, make_condition_page, make_reference, make_section

pytestmark = pytest.mark.django_db


def compare(before, after):
    field = ConditionPage._meta.get_field("lead")
    return CitedRichTextComparison(field, ConditionPage(lead=before), ConditionPage(lead=after)).htmldiff()


def test_a_new_citation_is_an_addition_in_words():
    diff = compare("<p>A claim.</p>", f"<p>A claim.{cite(make_reference())}</p>")
    assert 'addition">' in diff
    assert "[Treede 2015]" in diff


def test_labels_are_escaped():
    label = [{"family": "<script>alert(1)</script>"}]
    assert "<script>" not in compare("<p>A.</p>", f"<p>A.{cite(make_reference(author=label))}</p>")


def test_the_view_of_two_revisions_names_the_citations_of_fields_and_blocks(admin_client):
    page = make_condition_page(lead="<p>One.</p>", body=[make_section("<p>Two.</p>")])
    first = page.save_revision()
    page.lead = f"<p>One.{cite(make_reference())}</p>"
    page.body = [make_section(f"<p>Two.{cite(make_reference('Other', author=[{'family': 'Cohen'}]))}</p>")]
    second = page.save_revision()
    html = admin_client.get(f"/admin/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/").content.decode()
    assert "[Treede 2015]" in html
    assert "[Cohen 2015]" in html
