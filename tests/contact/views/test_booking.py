from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.models import AccessLog, Appointment, ClinicHours
from contact.services import booking
from outbox.models import Delivery
from tests.contact.factories import CANARIES, make_enquiry, make_manager, make_reader
from tests.outbox.factories import make_delivery
from tests.outbox.staff import signed_in as staff_with

pytestmark = pytest.mark.django_db

GIVEN = {"day": "2099-03-02", "time": "10:00", "minutes": "45", "way": "clinic"}


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Client:
    # The days here stand still.
    monkeypatch.setattr(booking, "FURTHEST", timedelta(days=36_500))
    hours = ClinicHours.load()
    hours.time_zone = "Europe/Berlin"
    hours.save()
    return signed_in(make_manager())


def book(client: Client, pk: int, **overrides: str) -> str:
    return client.post(f"/admin/enquiries/{pk}/book/", GIVEN | overrides, follow=True).content.decode()


def test_the_time_is_meant_by_the_clinics_clock_whatever_the_managers_is(manager: Client) -> None:
    enquiry = make_enquiry()
    html = book(manager, enquiry.pk)
    assert "Booked: Monday, March 2, 2099, 10 a.m. CET." in html
    assert Appointment.objects.get().starts_at.isoformat() == "2099-03-02T09:00:00+00:00"
    assert 'value="10:00"' in html
    assert "Consultation booked: 03/02/2099, 10 a.m." in html


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"day": "2020-03-02"}, "This time is over already"),
        ({"day": "9999-12-31"}, "more than two years ahead"),
        ({"day": "0001-01-01", "time": "00:00"}, "Please check the year"),
        ({"day": "2027-03-28", "time": "02:30"}, "the clocks go forward"),
        ({"day": ""}, "This field is required"),
        ({"minutes": "4"}, "greater than or equal to 5"),
    ],
)
def test_what_cannot_be_booked_is_said(manager: Client, given: dict[str, str], said: str) -> None:
    assert said in book(manager, make_enquiry().pk, **given)
    assert not Appointment.objects.exists()


def test_it_is_not_moved_to_another_age(manager: Client) -> None:
    enquiry = make_enquiry()
    book(manager, enquiry.pk)
    assert "more than two years ahead" in book(manager, enquiry.pk, day="9999-12-31")
    assert Appointment.objects.get().sequence == 0


def test_the_visitors_wish_stands_beside_the_form(manager: Client) -> None:
    html = manager.get(f"/admin/enquiries/{make_enquiry().pk}/").content.decode()
    assert html.index("The visitor prefers") < html.index(CANARIES["preferred_time"]) < html.index('name="day"')


def test_it_is_cancelled_with_one_click_and_twice_is_once(manager: Client) -> None:
    enquiry = make_enquiry()
    book(manager, enquiry.pk)
    address = f"/admin/enquiries/{enquiry.pk}/cancel/"
    assert "was cancelled" in manager.post(address, follow=True).content.decode()
    assert manager.post(address).status_code == 400


def test_the_coming_ones_stand_by_day_the_next_first_and_are_noted(manager: Client) -> None:
    names = {}
    for name, days in (("Later", 3), ("Sooner", 1), ("Over", -1)):
        enquiry = make_enquiry(name=name)
        names[name] = enquiry.pk
        at = timezone.now() + timedelta(days=days)
        Appointment.objects.create(enquiry=enquiry, uid=name, starts_at=at, minutes=30, way="phone")
    html = manager.get("/admin/enquiries/consultations/").content.decode()
    assert html.index("Sooner") < html.index("Later")
    assert "Over<" not in html
    assert AccessLog.objects.get().enquiry_ids == [names["Sooner"], names["Later"]]


def test_nothing_to_come_is_said(manager: Client) -> None:
    assert "No consultation is booked" in manager.get("/admin/enquiries/consultations/").content.decode()
    assert not AccessLog.objects.exists()


def test_a_reader_sees_when_and_not_with_whom() -> None:
    at = timezone.make_aware(datetime(2099, 3, 2, 10))
    Appointment.objects.create(enquiry=make_enquiry(), uid="1", starts_at=at, minutes=30, way="phone")
    html = signed_in(make_reader()).get("/admin/enquiries/consultations/").content.decode()
    assert "C. N." in html
    assert CANARIES["name"] not in html


def test_more_consultations_need_no_more_queries(manager: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            manager.get("/admin/enquiries/consultations/")
        return len(seen)

    def add() -> None:
        for _ in range(5):
            enquiry = make_enquiry()
            at = timezone.now() + timedelta(days=1)
            Appointment.objects.create(enquiry=enquiry, uid=enquiry.receipt, starts_at=at, minutes=30, way="phone")

    add()
    queries()
    few = queries()
    add()
    assert queries() == few


@pytest.mark.parametrize("place", ["", "{delivery}/"])
def test_a_mail_about_it_leads_from_the_outbox_to_the_enquiry(manager: Client, place: str) -> None:
    enquiry = make_enquiry()
    book(manager, enquiry.pk)
    appointment = Appointment.objects.get()
    delivery = Delivery.objects.filter(subject_label="citewell_contact.Appointment").first()
    address = f"/admin/enquiries/consultations/{appointment.pk}/"
    client = signed_in(User.objects.create_superuser("root", "root@clinic.example", "password"))
    outbox = f"/admin/deliveries/{place.format(delivery=delivery.pk)}"
    assert f'<a href="{address}">consultation {appointment.pk}</a>' in client.get(outbox).content.decode()
    assert client.get(address)["Location"] == f"/admin/enquiries/{enquiry.pk}/"
    assert client.get("/admin/enquiries/consultations/0/").status_code == 404


def test_who_may_not_open_enquiries_sees_no_link_to_it() -> None:
    make_delivery(subject_label="citewell_contact.Appointment", subject_id="1")
    html = staff_with("view_delivery").get("/admin/deliveries/").content.decode()
    assert "consultation 1" in html
    assert "/consultations/1/" not in html
