"""Adding to the reference library and changing it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..csl.identifiers import read_identifiers
from ..csl.item import Item, text, without_nulls
from ..models import Reference


@transaction.atomic
def save_reference(
    *, csl: Item, reference: Reference | None = None, as_supplied: str = "", user: object = None
) -> Reference:
    """Store a CSL-JSON record as a new reference, or as the new state of `reference`, with a revision.

    Raises ValidationError with a message for `title` where it has none, and for `DOI`, `PMID` or `PMCID` where the
    library has that identifier already.
    """
    if not text(csl, "title"):
        raise ValidationError({"title": _("A source needs a title.")})
    # The database would read a null out as the word.
    csl = without_nulls(csl)
    saved = reference or Reference(as_supplied=as_supplied)
    if saved.csl != csl:
        saved.verified_at, saved.verified_against = None, ""
    if saved.pk and read_identifiers(csl) != {"doi": saved.doi, "pmid": saved.pmid, "pmcid": saved.pmcid}:
        # It may be another source now, of which nobody has been asked; what is known against it stays until then.
        saved.checked_at = None
    saved.csl = csl
    for name, value in read_identifiers(csl).items():
        setattr(saved, name, value)
        other = Reference.objects.filter(**{name: value}).exclude(pk=saved.pk).first() if value else None
        if other:
            raise ValidationError(
                {name.upper(): _("The library has this already: %(label)s.") % {"label": other.label}}
            )
    saved.save()
    saved.refresh_from_db()
    saved.save_revision(user=user)
    return saved
