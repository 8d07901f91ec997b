"""Makers of what the contact tests need."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from wagtail.models import Page

from contact.intake import EnquiryData
from contact.models import ConsentText, ContactPage, Enquiry, ExtraQuestion, NotifyAddress
from contact.receipts import new_receipt
from contact.services.receiving import Arrival, Receipt, receive_enquiries
from contact.services.roles import setup_enquiry_roles

CONSENT = "<p>We keep what you send for a year.</p>"

CANARIES = {
    "name": "Canary Nameworth",
    "email": "canary-mail@example.org",
    "phone": "919 555 0142",
    "preferred_time": "canary-time mornings",
    "condition": "canary-condition",
    "message": "canary-message: it began after surgery",
    "source_path": "/conditions/canary-path/",
    "referrer": "https://canary-referrer.example/",
    "campaign": "utm_source=canary-campaign",
}
"""Words that must never be found where nothing of an enquiry may be."""


def make_contact_page(addresses: tuple[str, ...] = ("desk@clinic.example",), **overrides: Any) -> ContactPage:
    """A live contact page below the site's home."""
    number = ContactPage.objects.count()
    fields = {"title": "Contact us", "slug": f"contact-{number}", "consent_text": CONSENT}
    page = ContactPage(**fields | overrides)
    page.notify_addresses = [NotifyAddress(address=address) for address in addresses]
    home: Page = Page.objects.get(depth=2)
    return home.add_child(instance=page)


def make_question(page: ContactPage, label: str = "Who referred you?", **overrides: Any) -> ExtraQuestion:
    """A question that staff added to a page, stored."""
    number = ExtraQuestion.objects.filter(page=page).count()
    fields = {"label": label, "kind": "short_text", "sort_order": number}
    return ExtraQuestion.objects.create(page=page, **fields | overrides)


def make_data(page: ContactPage, **overrides: str) -> EnquiryData:
    """A valid enquiry, made of canaries."""
    fields = CANARIES | {
        "kind": "client",
        "preferred_contact": "either",
        "consent_version": page.consent_version,
    }
    return EnquiryData(**fields | overrides)


def make_post(page: ContactPage, **overrides: Any) -> dict[str, Any]:
    """What a browser sends for a valid enquiry."""
    return make_data(page).as_dict() | {"consent": "yes", "fax": "", "idempotency_key": ""} | overrides


def make_body(page: ContactPage, /, **overrides: Any) -> dict[str, Any]:
    """What a front end sends for a valid enquiry."""
    fields = {name: value for name, value in CANARIES.items() if name != "campaign"}
    own = {"page": page.pk, "kind": "client", "consent": True, "consent_version": page.consent_version}
    return fields | own | {"campaign": {"utm_source": "canary-campaign"}} | overrides


def make_receipt(page: ContactPage | None = None, idempotency_key: str = "", **overrides: str) -> Receipt:
    """A stored enquiry, come in through the intake."""
    page = page or make_contact_page()
    return receive(make_arrival(page, idempotency_key, **overrides))


def make_arrival(page: ContactPage, idempotency_key: str = "", **overrides: str) -> Arrival:
    """A valid enquiry that nobody judges."""
    return Arrival(make_data(page, **overrides), page, "en", idempotency_key)


def receive(arrival: Arrival) -> Receipt:
    """Stores one. Raises IdempotencyConflictError."""
    (outcome,) = receive_enquiries(arrivals=[arrival])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def make_enquiry(**overrides: Any) -> Enquiry:
    """A row, put straight into the table."""
    consent, _created = ConsentText.objects.get_or_create(version="v1", defaults={"text": CONSENT})
    receipt = new_receipt()
    fields = CANARIES | {
        "kind": "client",
        "receipt": receipt,
        "consent": consent,
        "language": "en",
        "idempotency_key": receipt,
        "body_hash": receipt,
    }
    return Enquiry.objects.create(**fields | overrides)


def make_user(name: str = "someone", **overrides: Any) -> User:
    """A user who may enter the admin, and nothing else."""
    user = User.objects.create_user(name, f"{name}@clinic.example", "password", **overrides)
    user.user_permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return user


def make_manager(name: str = "manager") -> User:
    """An enquiry manager, by the group that `setup_roles` makes."""
    user = User.objects.create_user(name, f"{name}@clinic.example", "password")
    user.groups.add(setup_enquiry_roles()[0])
    return user


def make_marketing_editor(name: str = "editor") -> User:
    """A marketing editor: Wagtail's own group of editors, with rights on pages only."""
    user = make_user(name)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def make_reader(name: str = "reader") -> User:
    """An enquiry reader, by the group that `setup_roles` makes: sees enquiries masked and changes none."""
    user = User.objects.create_user(name, f"{name}@clinic.example", "password")
    user.groups.add(setup_enquiry_roles()[1])
    return user
