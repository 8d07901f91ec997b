"""An enquiry: who asks for what, when it came and where it stands. Everything that tells about a person is sealed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar

import swapper
from django.conf import settings
from django.core.validators import validate_email
from django.db import models
from django.db.models.functions import Cast, Coalesce, Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import search_terms
from ..blind_index import blind_tokens
from ..encryption import Unreadable, data_keys, fingerprint
from ..keyset import Cursor
from ..receipts import read_receipt
from .enquiry_event import EnquiryEvent
from .fields import EncryptedTextField
from .search_token import SearchToken

FEW = 2_000
"""Enquiries that are looked up one by one and sorted."""

SOME = 20_000
"""To this it is counted which of several words is the rarest."""


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """How enquiries are asked for."""

    def waiting(self) -> EnquiryQuerySet:
        """Those in the inbox that nobody has answered yet."""
        return self.in_inbox().filter(status=Enquiry.Status.NEW)

    def overdue(self, limit: datetime | None) -> EnquiryQuerySet:
        """Those that nobody has answered and that came at this moment or before it; none without one."""
        return self.waiting().filter(created_at__lte=limit) if limit is not None else self.none()

    def unread(self) -> EnquiryQuerySet:
        """Those in the inbox that nobody has opened yet."""
        return self.in_inbox().filter(read_at__isnull=True)

    def in_inbox(self) -> EnquiryQuerySet:
        """Those of persons that are neither spam by a person's word nor in quarantine."""
        return self.of_persons().exclude(folder__in=[Enquiry.Folder.SPAM, Enquiry.Folder.QUARANTINE])

    def in_quarantine(self) -> EnquiryQuerySet:
        """Those that the layers hold back and no person has sorted yet."""
        return self.filter(folder=Enquiry.Folder.QUARANTINE)

    def with_version(self) -> EnquiryQuerySet:
        """Each with the number of its last event as `version`, 0 where nothing ever happened; see `conflicts`."""
        events = EnquiryEvent.objects.filter(enquiry=models.OuterRef("pk")).order_by("-pk").values("pk")
        return self.annotate(version=Coalesce(models.Subquery(events[:1]), 0))

    def beyond(self, cursor: Cursor, *, oldest_first: bool = False) -> EnquiryQuerySet:
        """Those that come after a row in the order of arrival, newest first unless `oldest_first`."""
        side = "gt" if oldest_first else "lt"
        tie = models.Q(created_at=cursor.at, **{f"pk__{side}": cursor.pk})
        # The first condition says nothing new. It lets both databases begin in the index where the page begins; the
        # OR alone makes them read everything before it.
        return self.filter(**{f"created_at__{side}e": cursor.at}).filter(
            models.Q(**{f"created_at__{side}": cursor.at}) | tie
        )

    def in_order(self, *, oldest_first: bool = False) -> EnquiryQuerySet:
        """As they arrived, newest first unless `oldest_first`."""
        return self.order_by("created_at", "pk") if oldest_first else self.order_by("-created_at", "-pk")

    def counted_to(self, most: int) -> int:
        """How many there are, but never more than `most`: beyond it nothing is read."""
        return self.order_by()[:most].count()

    def kept_as(self, place: str) -> EnquiryQuerySet:
        """Those that one rule of the retention is about: of a status, or of the quarantine whatever their status there
        is besides Spam."""
        if place == Enquiry.Routing.QUARANTINE:
            return self.in_quarantine()
        found = self.filter(status=place)
        return found if place == Enquiry.Status.SPAM else found.exclude(routing=Enquiry.Routing.QUARANTINE)

    def of_persons(self) -> EnquiryQuerySet:
        """Those that still say who sent them; an anonymised one only counts."""
        return self.filter(anonymised_at__isnull=True)

    def untouched_since(self, since: datetime) -> EnquiryQuerySet:
        """Those that came before that, and to which nothing has happened after it."""
        later = EnquiryEvent.objects.filter(enquiry=models.OuterRef("pk"), at__gte=since)
        return self.filter(models.Q(created_at__lt=since) & ~models.Exists(later))

    def not_indexed(self) -> EnquiryQuerySet:
        """Those that no search finds: they came into the table by another way than the intake."""
        return self.filter(~models.Exists(SearchToken.objects.filter(enquiry=models.OuterRef("pk"))))

    def without_key(self) -> EnquiryQuerySet:
        """Those whose name cannot be read, because the key that sealed it is not in DATA_KEYS."""
        known = [fingerprint(key) for key in data_keys()]
        sealed_by = Left(Cast("name", models.TextField()), 8)
        return self.annotate(sealed_by=sealed_by).exclude(sealed_by__in=["", *known])

    def matching(self, query: str, *, only_words: bool = False) -> EnquiryQuerySet:
        """Those that hold all the words of a search, or bear the receipt that it is; none for a search of no words.

        With `only_words` no name, address or number is looked for, only what messages and answers say. Only the search
        index is asked, nothing is opened. See `search_terms` for what a word finds.
        """
        if (receipt := read_receipt(query)) is not None:
            return self.filter(receipt=receipt)
        wanted = search_terms.wanted(query)
        if only_words:
            wanted = [search_terms.only_words(alternatives) for alternatives in wanted]
        rows = [SearchToken.objects.filter(token__in=blind_tokens(alternatives)) for alternatives in wanted]
        return self.named_by_each(rows) if rows else self.none()

    def named_by_each(self, rows: Sequence[models.QuerySet[Any]]) -> EnquiryQuerySet:
        """Those whose number stands as `enquiry` in a row of each of these, with a query for each of them and one more.

        Where few do, they are named by their numbers, and sorted. Where many do, a list is read in its order until a
        page of them is found. Of a million SQLite cannot tell the two cases apart, and takes seconds for the one that
        it did not think of.
        """
        rarest, *others = sorted(rows, key=lambda each: each[:SOME].count()) if len(rows) > 1 else rows
        for other in others:
            rarest = rarest.filter(models.Exists(other.filter(enquiry=models.OuterRef("enquiry_id"))))
        few = list(rarest.values_list("enquiry_id", flat=True)[: FEW + 1])
        if len(few) <= FEW:
            return self.filter(pk__in=set(few))
        found: EnquiryQuerySet = self
        for each in rows:
            found = found.filter(models.Exists(each.filter(enquiry=models.OuterRef("pk"))))
        return found

    def with_any_of(self, terms: Iterable[str]) -> EnquiryQuerySet:
        """Those whose index holds any of these terms; once in thousands one by chance."""
        return self.with_tokens(blind_tokens(terms))

    def with_tokens(self, tokens: Iterable[int]) -> EnquiryQuerySet:
        """Those whose index holds any of these tokens."""
        return self.filter(pk__in=SearchToken.objects.filter(token__in=list(tokens)).values("enquiry_id"))

    def from_address(self, email: str) -> EnquiryQuerySet:
        """Those whose index says that they came with this e-mail address."""
        return self.with_any_of([search_terms.term_of_address(email)])

    def repeated_since(self, body_hash: str, since: datetime) -> EnquiryQuerySet:
        """Those that said the very same and came without a key of their own, the first of them first."""
        said = self.filter(body_hash=body_hash, idempotency_key__startswith=Enquiry.NO_KEY)
        return said.came_since(since).order_by("pk")

    def came_since(self, since: datetime) -> EnquiryQuerySet:
        """Those few that something else names and that came since then.

        Of what came last PostgreSQL knows least: it takes all of a busy day for one row, and begins with those. So it
        is not shown that an index could tell.
        """
        return self.alias(came_at=Coalesce("created_at", models.Value(None))).filter(came_at__gte=since)


class Enquiry(models.Model):
    """What one visitor sent once."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        CONTACTED = "contacted", _("Contacted")
        BOOKED = "booked", _("Booked")
        CLIENT = "client", _("Client")
        CLOSED = "closed", _("Closed")
        SPAM = "spam", _("Spam")

    class Kind(models.TextChoices):
        QUESTION = "question", _("Ask a question")
        CLIENT = "client", _("Become a client")
        CONSULTATION = "consultation", _("Schedule a consultation")

    class Routing(models.TextChoices):
        """Where the layers against spam, or a person after them, put it; how far the work is, is the status."""

        INBOX = "inbox", _("Inbox")
        FLAGGED = "flagged", _("Inbox, with a flag")
        QUARANTINE = "quarantine", _("Quarantine")

    class Folder(models.TextChoices):
        """Where it lies: by its status, unless the layers or a person put it among the spam, or its person is gone."""

        NEW = "new", _("New")
        CONTACTED = "contacted", _("Contacted")
        BOOKED = "booked", _("Booked")
        CLIENT = "client", _("Client")
        CLOSED = "closed", _("Closed")
        QUARANTINE = "quarantine", _("Quarantine")
        SPAM = "spam", _("Spam")
        ANONYMISED = "anonymised", _("Anonymised")

    class PreferredContact(models.TextChoices):
        EITHER = "either", _("Either is fine")
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone call")

    NO_KEY = "said:"
    """What the key begins with when the sender brought none: it is then made of what was said and of the hour."""

    receipt = models.CharField(_("receipt"), max_length=11, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.NEW)
    routing = models.CharField(_("routing"), max_length=12, choices=Routing.choices, default=Routing.INBOX)
    # Made by the database from the others, so that one index answers each tab of the list.
    folder = models.GeneratedField(
        expression=models.Case(
            models.When(anonymised_at__isnull=False, then=models.Value("anonymised")),
            models.When(status="spam", then=models.Value("spam")),
            models.When(routing="quarantine", then=models.Value("quarantine")),
            default=models.F("status"),
        ),
        output_field=models.CharField(max_length=12),
        db_persist=True,
        verbose_name=_("folder"),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("assigned to"),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    name = EncryptedTextField(_("name"), max_length=200, searched_as="name")
    email = EncryptedTextField(
        _("e-mail"), max_length=254, blank=True, searched_as="email", validators=[validate_email]
    )
    phone = EncryptedTextField(_("phone"), max_length=50, blank=True, searched_as="phone")
    preferred_contact = models.CharField(
        _("preferred way"), max_length=8, choices=PreferredContact.choices, default=PreferredContact.EITHER
    )
    preferred_time = EncryptedTextField(_("preferred time"), max_length=200, blank=True, searched_as="words")
    condition = EncryptedTextField(_("condition"), max_length=200, blank=True, searched_as="words")
    message = EncryptedTextField(_("message"), max_length=5000, blank=True, searched_as="words")
    # The questions of the form's own, as `contact.kept_answers` writes them: the words asked together with the answers.
    answers = EncryptedTextField(_("answers"), max_length=100_000, blank=True, searched_as="answers")
    consent = models.ForeignKey(
        "citewell_contact.ConsentText", models.PROTECT, related_name="+", verbose_name=_("consent")
    )
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("form"),
        help_text=_("The contact page whose form was sent"),
    )
    # Where the visitor came from often is the page about their condition: as telling as the message itself.
    source_path = EncryptedTextField(_("came from"), max_length=500, blank=True)
    referrer = EncryptedTextField(_("referred by"), max_length=500, blank=True)
    campaign = EncryptedTextField(_("campaign"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=20)
    visitor_language = EncryptedTextField(_("visitor's language"), max_length=35, blank=True)
    idempotency_key = models.CharField(max_length=200, unique=True, editable=False)
    body_hash = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("first opened"), null=True, blank=True, editable=False)
    anonymised_at = models.DateTimeField(_("anonymised"), null=True, blank=True, editable=False)

    objects: ClassVar[EnquiryQuerySet] = EnquiryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-created_at", "-pk"]
        indexes = [
            # With all that a report asks of an enquiry: sealed texts make rows long, and it reads none of them.
            models.Index(
                fields=["-created_at", "-id", "status", "routing", "anonymised_at"], name="enquiry_newest_figures"
            ),
            models.Index(fields=["status", "-created_at", "-id"], name="enquiry_status"),
            models.Index(fields=["folder", "-created_at", "-id"], name="enquiry_folder"),
            models.Index(fields=["assignee", "-created_at", "-id"], name="enquiry_assignee"),
            models.Index(
                fields=["-created_at", "-id"], name="enquiry_persons", condition=models.Q(anonymised_at__isnull=True)
            ),
            models.Index(fields=["body_hash"], name="enquiry_body"),
            models.Index(fields=["routing", "-created_at", "-id"], name="enquiry_routing"),
        ]
        # Choices are kept by `objects.create()` as well; the texts are kept by their own field.
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["question", "client", "consultation"]), name="enquiry_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(preferred_contact__in=["either", "email", "phone"]), name="enquiry_way"
            ),
            models.CheckConstraint(
                condition=models.Q(routing__in=["inbox", "flagged", "quarantine"]), name="enquiry_routing_known"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @classmethod
    def sealed_fields(cls) -> list[EncryptedTextField]:
        """Its encrypted fields."""
        return [field for field in cls._meta.local_concrete_fields if isinstance(field, EncryptedTextField)]

    @property
    def is_unreadable(self) -> bool:
        """Whether the key of any of its texts is missing."""
        return any(isinstance(getattr(self, field.attname), Unreadable) for field in self.sealed_fields())
