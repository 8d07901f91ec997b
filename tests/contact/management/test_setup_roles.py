from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def permissions(name: str = "Enquiry managers") -> set[str]:
    group = Group.objects.get(name=name)
    return {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}


def test_managers_may_read_and_move_enquiries_and_nothing_of_the_pages() -> None:
    call_command("setup_roles", stdout=StringIO())
    assert permissions() == {
        "wagtailadmin.access_admin",
        "citewell_contact.view_enquiry",
        "citewell_contact.change_enquiry",
        "citewell_contact.add_cannedreply",
        "citewell_contact.change_cannedreply",
        "citewell_contact.delete_cannedreply",
        "citewell_outbox.view_delivery",
        "citewell_outbox.change_delivery",
    }


def test_readers_may_see_enquiries_and_nothing_else() -> None:
    call_command("setup_roles", stdout=StringIO())
    assert permissions("Enquiry readers") == {"wagtailadmin.access_admin", "citewell_contact.view_enquiry"}


def test_running_it_again_changes_nothing_and_takes_nothing_away() -> None:
    call_command("setup_roles", stdout=StringIO())
    before = permissions()
    call_command("setup_roles", stdout=StringIO())
    assert permissions() == before
    assert Group.objects.filter(name="Enquiry managers").count() == 1
