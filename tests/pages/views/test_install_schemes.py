"""The shipped schemes are added from the admin, by those who may."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from pages.models import GradeScheme
from pages.services.schemes import install_scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "pass"))
    return client


def url(name="install"):
    return reverse(f"citewell_grade_schemes:{name}")


def test_the_list_leads_to_them(admin):
    assert url() in admin.get(url("list")).content.decode()


def test_the_page_says_what_is_there_and_what_is_not(admin):
    install_scheme(slug="sort")
    page = admin.get(url()).content.decode()
    assert (page.count("There already"), page.count("Not added yet")) == (1, 4)


def test_the_missing_ones_are_added_once(admin):
    assert "5 schemes were added." in admin.post(url(), follow=True).content.decode()
    assert "Every scheme is there already." in admin.post(url(), follow=True).content.decode()
    assert GradeScheme.objects.count() == 5


def test_who_may_not_add_schemes_stays_outside(client):
    user = get_user_model().objects.create_user("nora")
    group = Group.objects.create(name="Readers of schemes")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_gradescheme"]))
    user.groups.add(group)
    client.force_login(user)
    assert client.post(url()).status_code in (302, 403)
    assert not GradeScheme.objects.exists()
    assert url() not in client.get(url("list")).content.decode()
