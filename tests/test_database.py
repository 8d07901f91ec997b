"""After a test that really commits, the next one finds what the migrations made."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Collection, Locale, Page, Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("run", [1, 2, 3])
def test_a_committed_row_is_gone_and_the_tree_is_there(run):
    assert not get_user_model().objects.exists()
    assert Page.get_first_root_node().get_children().exists()
    assert all(model.objects.exists() for model in (Collection, Locale, Site))
    get_user_model().objects.create_user("somebody")
    Site.objects.all().delete()
