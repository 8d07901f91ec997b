"""The reference library: one record a source, shared by every page that cites it."""

import json
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Lower
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.models import ReferenceIndex, RevisionMixin
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from ..csl import item, labels, styles
from ..csl.identifiers import normalise_doi, normalise_pmcid, normalise_pmid, read_identifiers
from ..csl.lint import REQUIRED
from ..csl.printed import print_record
from .standing import describe_standing, describe_verification

MOST_INDEXED = 200


class ReferenceQuerySet(models.QuerySet["Reference"]):
    """Reads of the library."""

    def in_list_order(self) -> Self:
        """By first author, then year, then title, as a bibliography is read."""
        return self.order_by(Lower("sort_name"), "year", "title", "pk")

    def like(self, record: item.Item) -> Self:
        """Those that are the same source: the same DOI, PMID or PMCID, or the same title and year."""
        same = models.Q(title__iexact=item.text(record, "title"), year=item.year(record))
        for field, value in read_identifiers(record).items():
            if value:
                same |= models.Q(**{field: value})
        return self.filter(same)

    def unused(self) -> Self:
        """Those that nothing stored uses."""
        indexed = ReferenceIndex.objects.filter(**_pointing_at(models.OuterRef("pk")))
        rows = apps.get_model("citewell_pages.Recommendation").further_citations.through.objects
        return self.filter(~models.Exists(indexed), ~models.Exists(rows.filter(reference_id=models.OuterRef("pk"))))

    def unverified(self) -> Self:
        """Those that were never found to agree with Crossref or PubMed."""
        return self.filter(verified_at=None)

    def incomplete(self) -> Self:
        """Those that lack a field without which a reader cannot find a source of their type."""
        lacking = models.Q(title="")
        for kind, required in REQUIRED.items():
            missing = models.Q()
            for alternatives in required:
                given = models.Q()
                for field in alternatives:
                    given |= models.Q(csl__has_key=field) & ~models.Q(**{f"csl__{field}": ""})
                missing |= ~given
            lacking |= models.Q(csl__type=kind) & missing
        return self.filter(lacking)

    def due_for_check(self, *, before: datetime) -> Self:
        """Those of which nobody was asked since `before` whether they were corrected or retracted."""
        return self.filter(models.Q(checked_at=None) | models.Q(checked_at__lt=before))

    def matching(self, words: str) -> Self:
        """Those with this DOI, PMID or PMCID, or else those in which every word is found.

        The search index forgives accents but follows the worker; the columns know a source at once.
        """
        words = words.replace("\x00", " ")  # which PostgreSQL takes for no text at all
        known = self.filter(_identified(words))
        if known.exists():
            return known
        every = models.Q()
        for word in words.split():
            places = models.Q(csl__author__icontains=word) | models.Q(csl__author__icontains=json.dumps(word)[1:-1])
            for column in ("title", "container", "sort_name", "year", "doi"):
                places |= models.Q(**{f"{column}__icontains": word})
            every &= places
        indexed = get_search_backend().autocomplete(words, self.model._default_manager.all())
        return self.filter(every | models.Q(pk__in=[found.pk for found in indexed[:MOST_INDEXED]]))


def _pointing_at(pk: Any) -> dict[str, Any]:
    content_type = ContentType.objects.get_for_model(Reference)
    return {"to_content_type": content_type, "to_object_id": Cast(pk, models.CharField())}


def _identified(words: str) -> models.Q:
    same = models.Q(pk__in=())
    identifiers = {"doi": normalise_doi(words), "pmid": normalise_pmid(words), "pmcid": normalise_pmcid(words)}
    for field, value in identifiers.items():
        # Four digits are a year before they are a PMID.
        if value and len(value) > 4:
            same |= models.Q(**{f"{field}__startswith": value})
    return same


def _read_out(name: Any, *paths: str) -> models.GeneratedField:
    """A column that the database reads out of the record: the first of these paths that holds something, or ''."""
    text = models.TextField()
    return models.GeneratedField(
        expression=Coalesce(*map(KT, paths), models.Value("", output_field=text), output_field=text),
        output_field=text,
        db_persist=True,
        verbose_name=name,
    )


class Reference(index.Indexed, RevisionMixin, models.Model):
    """A source. Its CSL-JSON is the record; every other bibliographic column is read out of it by the database."""

    class Status(models.TextChoices):
        """What the publisher has since said of it. "Ok" means only that nothing is known against it."""

        OK = "ok", _("No notice known")
        CORRECTED = "corrected", _("Corrected")
        CONCERN = "concern", _("Expression of concern")
        RETRACTED = "retracted", _("Retracted")

    csl = models.JSONField(_("record"), help_text=_("CSL-JSON, the format that reference managers exchange."))
    doi = models.CharField("DOI", max_length=255, unique=True, null=True, blank=True)
    pmid = models.CharField("PMID", max_length=20, unique=True, null=True, blank=True)
    pmcid = models.CharField("PMCID", max_length=20, unique=True, null=True, blank=True)
    as_supplied = models.TextField(
        _("as supplied"), blank=True, help_text=_("The line or record that it was made from, untouched.")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OK)
    status_source = models.CharField(_("who says so"), max_length=200, blank=True)
    checked_at = models.DateTimeField(_("status checked"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    verified_against = models.CharField(_("verified against"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    title = _read_out(_("title"), "csl__title")
    sort_name = _read_out(_("first author"), "csl__author__0__family", "csl__author__0__literal")
    container = _read_out(_("published in"), "csl__container-title")
    year = _read_out(_("year"), "csl__issued__date-parts__0__0", "csl__issued__literal")

    objects = ReferenceQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.AutocompleteField("title"),
        index.SearchField("get_search_names"),
        index.AutocompleteField("get_search_names"),
        index.SearchField("container"),
        index.AutocompleteField("container"),
        index.SearchField("year"),
        index.AutocompleteField("year"),
        index.SearchField("doi"),
        index.SearchField("pmid"),
        index.FilterField("status"),
        index.FilterField("year"),
    ]

    @property
    def label(self) -> str:
        """The short name: "Treede 2015"."""
        return labels.label(self.csl)

    @property
    def as_text(self) -> str:
        """The AMA reference as plain text."""
        return print_record(self.csl).text

    @property
    def as_html(self) -> SafeString:
        """The AMA reference as HTML, every word of the record escaped."""
        return self.printed(styles.AMA)

    def printed(self, style: str) -> SafeString:
        """Return the reference in one of `csl.styles` as HTML, every word of the record escaped."""
        return mark_safe(print_record(self.csl, style).html)  # noqa: S308 - csl.printed escapes

    @property
    def standing(self) -> list[str]:
        """What is known against it, and against which record it was verified: one sentence each."""
        return [describe_standing(self), describe_verification(self)]

    def get_search_names(self) -> str:
        """Every author's and editor's family name, for the search index."""
        people = [*item.names(self.csl), *item.names(self.csl, "editor")]
        return " ".join(labels.surname(name) for name in people)

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")

    def __str__(self) -> str:
        return self.label
