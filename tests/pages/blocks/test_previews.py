import pytest

from pages.blocks import ActionStreamBlock, BodyStreamBlock, QuestionStreamBlock

BLOCKS = {
    name: block
    for stream in (BodyStreamBlock(), QuestionStreamBlock(), ActionStreamBlock())
    for name, block in stream.child_blocks.items()
}


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_says_what_it_is_for(name):
    assert str(BLOCKS[name].meta.description)
    assert str(BLOCKS[name].meta.label)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_has_a_preview(admin_client, name):
    assert BLOCKS[name].is_previewable
    response = admin_client.get("/admin/block-preview/", {"id": BLOCKS[name].definition_prefix})
    assert response.status_code == 200
    assert b"cw-block-preview" in response.content
