"""The words of the mails in the admin: which there are, changing one with a preview, and going back to the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale, Site

from ..arrival import language_name
from ..mail_kinds import KINDS, MailKind
from ..models import MailText
from ..services.composing import Mail, Words, default_words, fill_in
from ..services.wording import WordsChangedMeanwhileError, reset_words, save_words, words_version
from .refusing import RefusingMixin

if TYPE_CHECKING:
    _MailTextForm = forms.ModelForm[MailText]
else:
    # Only where django-stubs' extension is at work may a form be subscripted.
    _MailTextForm = forms.ModelForm


class MailTextForm(_MailTextForm):
    """The words of one mail, and which version of them was on the screen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = MailText
        fields = ["subject", "text", "html"]
        widgets = {
            "subject": forms.TextInput({"autocomplete": "off"}),
            "text": forms.Textarea({"rows": 14}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail's editor does not know its label.
        field: Any = self.fields["html"]
        field.widget.options = field.widget.options | {"ariaLabel": str(field.label)}


class MailTextIndexView(RefusingMixin, WagtailAdminTemplateMixin, TemplateView):
    """Every mail of every site, in every language where it goes to visitors."""

    model = MailText
    permission_required = "change"
    template_name = "citewell/contact/admin/mail_text_index_view.html"
    page_title = _("Mail texts")
    header_icon = "mail"
    edit_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, this."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sites with their mails."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        changed = {
            (each.site_id, each.kind, each.language): each
            for each in MailText.objects.select_related("changed_by").all()
        }
        languages = list(Locale.objects.order_by("language_code").values_list("language_code", flat=True))
        sites = []
        for site in Site.objects.order_by("-is_default_site", "hostname", "port"):
            mails = [
                {
                    "kind": kind,
                    "language": language_name(language) if language else "",
                    "changed": changed.get((site.pk, kind.name, language)),
                    "url": reverse(self.edit_url_name, args=[site.pk, kind.name, *([language] if language else [])]),
                }
                for kind in KINDS.values()
                for language in (languages if kind.for_visitors else [""])
            ]
            sites.append({"site": site, "mails": mails})
        return context | {"sites": sites, "show_language": len(languages) > 1}


class _OneMailView(RefusingMixin, WagtailAdminTemplateMixin, TemplateView):
    """Base: the mail that the address names."""

    model = MailText
    permission_required = "change"
    header_icon = "mail"
    index_url_name = ""
    edit_url_name = ""
    reset_url_name = ""

    @cached_property
    def site(self) -> Site:
        """Http404 for none."""
        return get_object_or_404(Site, pk=self.kwargs["site"])

    @cached_property
    def kind(self) -> MailKind:
        """Http404 for one that there is not, or not in the language of the address."""
        kind = KINDS.get(self.kwargs["kind"])
        if kind is None or kind.for_visitors != bool(self.language):
            raise Http404
        if self.language and not Locale.objects.filter(language_code=self.language).exists():
            raise Http404
        return kind

    @property
    def language(self) -> str:
        """As it is stored: empty for a mail to staff."""
        return self.kwargs.get("language", "")

    @property
    def spoken(self) -> str:
        """The language that the mail is in."""
        return self.language or settings.LANGUAGE_CODE

    @cached_property
    def changed(self) -> MailText | None:
        """What staff wrote; None for the default words."""
        own = MailText.objects.select_related("changed_by")
        return own.filter(site=self.site, kind=self.kind.name, language=self.language).first()

    def mail_text(self) -> MailText:
        """What staff wrote, or the default words, to be changed."""
        if self.changed is not None:
            return self.changed
        words = default_words(kind=self.kind, language=self.spoken)
        return MailText(
            site=self.site, kind=self.kind.name, language=self.language, subject=words.subject, text=words.text
        )

    def get_page_title(self) -> str:
        """The mail's name."""
        return str(self.kind.label)

    def get_page_subtitle(self) -> str:
        """Of which site and language, where there are several."""
        parts = [self.site.site_name or self.site.hostname] if Site.objects.count() > 1 else []
        if self.language and Locale.objects.count() > 1:
            parts.append(language_name(self.language))
        return ", ".join(parts)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the mails, this."""
        index = {"url": reverse(self.index_url_name), "label": _t("Mail texts")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def url_of(self, name: str) -> str:
        """The address of this mail in another view."""
        return reverse(name, args=[self.site.pk, self.kind.name, *([self.language] if self.language else [])])


class MailTextEditView(_OneMailView):
    """The words, what may stand in them, and how the mail will look."""

    template_name = "citewell/contact/admin/mail_text_edit_view.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form with what is stored, unless it came filled in, and the preview of what it holds."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = kwargs.get("form") or MailTextForm(
            instance=self.mail_text(), initial={"seen": words_version(self.changed)}
        )
        return context | {
            "form": form,
            "media": form.media,
            "kind": self.kind,
            "changed": self.changed,
            "preview": self._preview(form.instance),
            "examples": self._examples(),
            "reset_url": self.url_of(self.reset_url_name),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Saves, or with `do=preview` shows the mail only; 422 for words that cannot be sent, 409 after a colleague."""
        form = MailTextForm(request.POST, instance=self.mail_text())
        is_valid = form.is_valid()
        if request.POST.get("do") == "preview":
            return self.render_to_response(self.get_context_data(form=form))
        if not is_valid:
            messages.error(request, _("The words were not saved: see below why."))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            saved = save_words(words=form.instance, seen=form.cleaned_data["seen"], by=request.user)
        except WordsChangedMeanwhileError as error:
            return self._conflict(request, form, error)
        if saved:
            messages.success(request, _("Saved. Mails from now on say this."))
        return redirect(self.url_of(self.edit_url_name))

    def _conflict(self, request: HttpRequest, form: MailTextForm, error: WordsChangedMeanwhileError) -> HttpResponse:
        """The form once more with the colleague's words beside it; saving again overwrites them."""
        again = request.POST.copy()
        again["seen"] = words_version(error.now)
        form = MailTextForm(again, instance=form.instance)
        messages.warning(request, _("Somebody changed this mail while you had it open. Nothing was saved."))
        now = error.now or default_words(kind=self.kind, language=self.spoken)
        context = self.get_context_data(form=form, theirs=now)
        return self.render_to_response(context, status=409)

    def _preview(self, words: MailText) -> Mail:
        filled = Words(subject=words.subject or "", text=words.text or "", html=words.html or "")
        values = self.kind.examples({"clinic": str(settings.WAGTAIL_SITE_NAME)})
        return fill_in(words=filled, values=values, site=self.site, language=self.spoken)

    def _examples(self) -> list[dict[str, Any]]:
        known = {"clinic": settings.WAGTAIL_SITE_NAME}
        return [
            {
                "name": f"{{{each.name}}}",
                "meaning": each.meaning,
                "example": known.get(each.name) or each.example or ", ".join(link.label for link in each.links),
                "is_needed": each.name in self.kind.needs,
            }
            for each in self.kind.placeholders
        ]


class MailTextResetView(_OneMailView):
    """Asks once, then goes back to the default words."""

    template_name = "citewell/contact/admin/mail_text_reset_view.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it says now and what it will say."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "changed": self.changed,
            "seen": words_version(self.changed),
            "default": default_words(kind=self.kind, language=self.spoken),
            "edit_url": self.url_of(self.edit_url_name),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back to the mail; where a colleague changed it meanwhile it is asked again."""
        try:
            reset_words(words=self.mail_text(), seen=request.POST.get("seen", ""), by=request.user)
        except WordsChangedMeanwhileError:
            messages.warning(request, _("Somebody changed this mail while you had it open. Nothing was done."))
            return redirect(self.url_of(self.reset_url_name))
        messages.success(request, _("Mails from now on say the default words."))
        return redirect(self.url_of(self.edit_url_name))
