import io

import pytest
from django.core.management import call_command

from contact.models import Enquiry
from tests.contact.factories import make_enquiry

pytestmark = pytest.mark.django_db


def test_rows_that_came_another_way_are_found_afterwards() -> None:
    make_enquiry()
    assert not Enquiry.objects.matching("nameworth").exists()
    out = io.StringIO()
    call_command("index_enquiries", stdout=out)
    assert out.getvalue() == "1 enquiries indexed, 1 counted.\n"
    assert Enquiry.objects.matching("nameworth").exists()
