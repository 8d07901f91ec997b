"""The preview of each block opens, and shows what readers would see."""

import pytest
from wagtail.blocks import Block

from pages.models import ConditionPage

BLOCKS = [
    block
    for field in ("body", "questions", "call_to_action")
    for block in ConditionPage._meta.get_field(field).stream_block.child_blocks.values()
]


@pytest.mark.django_db
@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
def test_every_block_has_a_preview(admin_client, block):
    assert Block.definition_registry[block.definition_prefix] is block
    response = admin_client.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "citewell/pages/site" in response.content.decode()


@pytest.mark.django_db
def test_the_preview_of_a_guideline_table_has_rows_with_grades(admin_client):
    block = ConditionPage._meta.get_field("body").stream_block.child_blocks["guideline_table"]
    page = admin_client.get("/admin/block-preview/", {"id": block.definition_prefix}).content.decode()
    assert "Another condition" in page
    assert "Weak support" in page
