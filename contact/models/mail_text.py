"""The words of a mail where staff changed them; without a row a mail says what its kind says by default."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from ..mail_filling import broken_placeholders, words_of
from ..mail_kinds import KINDS, MailKind
from ..placeholders import found, unknown
from ..text import UnusableTextError, check_storable

_VISITORS = {"name", "email", "phone", "message", "condition", "answers", "answer", "kind", "preferred_time"}


class MailTextQuerySet(models.QuerySet["MailText"]):
    """How a mail's words are asked for."""

    def said(self, *, kind: MailKind, site_id: int | None, language: str) -> MailText | None:
        """Those of a site in a language, else in its base language; None where nobody changed the default."""
        if not kind.for_visitors:
            return self.filter(kind=kind.name, site_id=site_id, language="").first()
        wanted = [language, language.partition("-")[0]]
        found = {each.language: each for each in self.filter(kind=kind.name, site_id=site_id, language__in=wanted)}
        return next((found[each] for each in wanted if each in found), None)


class MailText(models.Model):
    """One mail of one site, in one language where it goes to visitors."""

    site = models.ForeignKey("wagtailcore.Site", models.CASCADE, related_name="+", verbose_name=_("site"))
    kind = models.CharField(_("mail"), max_length=40, editable=False)
    language = models.CharField(_("language"), max_length=20, blank=True, editable=False)
    subject = models.CharField(
        _("subject"),
        max_length=150,
        help_text=_("Other people see subjects over a shoulder: name no condition in it."),
    )
    text = models.TextField(
        _("text"),
        max_length=5000,
        help_text=_("For programs that show no formatting. An empty line begins a new paragraph."),
    )
    html = RichTextField(
        _("formatted"),
        features=["h2", "bold", "italic", "link", "ol", "ul"],
        blank=True,
        validators=[MaxLengthValidator(20_000)],
        help_text=_("For all other programs. Leave it empty and the text above is sent formatted."),
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects: ClassVar[MailTextQuerySet] = MailTextQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")
        default_permissions = ("change",)
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "language"], name="one_mail_text_of_a_kind"),
        ]

    def __str__(self) -> str:
        return str(KINDS[self.kind].label) if self.kind in KINDS else self.kind

    def clean(self) -> None:
        """Raises ValidationError, by field, for a placeholder that nothing would be filled into, or that is
        missing."""
        super().clean()
        kind = KINDS[self.kind]
        if not words_of(self.html).strip():
            # An editor that nothing was typed into leaves an empty paragraph.
            self.html = ""
        errors: dict[str, ValidationError] = {}
        for field in ("subject", "text", "html"):
            try:
                self._check(field, kind)
            except ValidationError as error:
                errors[field] = error
        if errors:
            raise ValidationError(errors)

    def _check(self, field: str, kind: MailKind) -> None:
        content: str = getattr(self, field)
        try:
            check_storable(content)
        except UnusableTextError as error:
            raise ValidationError(_("This holds a character that cannot be stored."), code=error.code) from None
        words = words_of(content) if field == "html" else content
        known: dict[str, Any] = {"known": ", ".join(f"{{{name}}}" for name in kind.names)}
        for name in unknown(words, kind.names):
            if name in _VISITORS:
                told = _("What a visitor wrote never goes into a mail: there is no {%(name)s}. There are: %(known)s.")
            else:
                told = _("There is no placeholder {%(name)s}. There are: %(known)s.")
            raise ValidationError(told, params=known | {"name": name}, code="placeholder")
        if field == "html" and (broken := broken_placeholders(content)):
            told = _(
                "{%(name)s} would not be filled in: it stands in the address of a link, or only a part of it is "
                "formatted. Type it once more, and format all of it."
            )
            raise ValidationError(told, params={"name": broken[0]}, code="broken")
        if field == "subject" or not words.strip():
            return
        for name in kind.needs:
            if name not in found(words):
                told = _("This mail is of no use without {%(name)s}: put it in.")
                raise ValidationError(told, params={"name": name}, code="missing")
