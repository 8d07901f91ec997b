from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import GroupPagePermission

from outbox.services.delivering import sweep
from pages.models import ConditionPage, ContentDigest
from pages.services.roles import MARKETING_EDITORS, setup_editor_roles
from pages.services.send_digest import NoOutboxError, enqueue_digests
from tests.pages.factories import make_condition_page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)


@pytest.fixture
def editor(django_user_model):
    """An editor who wants the mail."""
    setup_editor_roles()
    user = django_user_model.objects.create_user("mia", email="mia@clinic.example")
    user.groups.add(Group.objects.get(name=MARKETING_EDITORS))
    ContentDigest.objects.create(user=user, is_wanted=True)
    return user


def test_who_wants_it_is_told_what_to_do_and_where(editor, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://www.clinic.example"
    page = make_condition_page(title="Pain & <relief>")
    assert enqueue_digests(today=TODAY) == 1
    assert sweep() == (1, 0)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([editor.email], "1 page wants attention")
    assert "Pain & <relief>: Never reviewed" in message.body
    assert f"https://www.clinic.example/admin/pages/{page.pk}/edit/" in message.body
    html = message.alternatives[0][0]
    assert "Pain &amp; &lt;relief&gt;" in html
    assert message.extra_headers["Message-ID"]


def test_a_second_time_in_a_week_nobody_is_told_twice(editor):
    make_condition_page()
    enqueue_digests(today=TODAY)
    enqueue_digests(today=TODAY + timedelta(days=2))
    assert sweep() == (1, 0)
    enqueue_digests(today=TODAY + timedelta(days=3))
    assert sweep() == (1, 0)


def test_nothing_is_sent_where_all_is_well(editor):
    assert enqueue_digests(today=TODAY) == 0


def test_what_became_well_before_the_mail_went_is_not_told(editor):
    make_condition_page()
    enqueue_digests(today=TODAY)
    ConditionPage.objects.all().delete()
    assert sweep() == (1, 0)
    assert mail.outbox == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_who_cannot_be_told_is_left_out(editor, django_user_model, change):
    make_condition_page()
    django_user_model.objects.filter(pk=editor.pk).update(**change)
    assert enqueue_digests(today=TODAY) == 0


def test_who_did_not_ask_is_left_out(editor):
    make_condition_page()
    ContentDigest.objects.update(is_wanted=False)
    assert enqueue_digests(today=TODAY) == 0


def test_pages_that_the_user_may_not_edit_are_not_named(editor):
    make_condition_page()
    GroupPagePermission.objects.all().delete()
    assert enqueue_digests(today=TODAY) == 0


def test_the_command_says_what_is_missing(monkeypatch):
    def refuse(**kwargs):
        raise NoOutboxError

    monkeypatch.setattr("pages.management.commands.send_content_digest.enqueue_digests", refuse)
    with pytest.raises(CommandError, match="outbox"):
        call_command("send_content_digest")


def test_the_account_has_the_choice(client, editor):
    ContentDigest.objects.all().delete()
    client.force_login(editor)
    assert "citewell_content_digest-is_wanted" in client.get("/admin/account/").content.decode()
    form = client.get("/admin/account/").context["panels_by_tab"]
    data = {
        f"{panel.get_form().prefix}-{name}": field.initial if field.initial is not None else ""
        for panels in form.values()
        for panel in panels
        for name, field in panel.get_form().fields.items()
    }
    data |= {"name_email-first_name": "Mia", "name_email-last_name": "B", "name_email-email": editor.email}
    data |= {"citewell_content_digest-is_wanted": "on"}
    data |= {"locale-current_time_zone": timezone.get_current_timezone_name()}
    data |= {"theme-theme": "system", "theme-density": "default", "theme-contrast": "system"}
    response = client.post("/admin/account/", data)
    assert response.status_code == 302, response.context and response.context["form"].errors
    assert ContentDigest.objects.get(user=editor).is_wanted
