"""Import article, in the admin: a form, a preview of all that was understood, and a draft once it is confirmed.

Nothing is kept between the steps: the text travels in the preview's own form, signed for the one who sent it.
"""

import json
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..article import Article, NotAnArticle, Problem, check_size, read_article, to_text
from ..article.problems import SENTENCES
from ..blocks.call_to_action import Purpose
from ..csl import ama, pieces
from ..forms_import import ImportArticleForm
from ..models import ConditionIndexPage
from ..services.import_article import ImportPlan, import_article, plan_import

SALT = "citewell.import-article"
VALID_FOR = 24 * 60 * 60
LONGEST_PARCEL = 2_000_000


def open_indexes(user: AbstractBaseUser | AnonymousUser) -> list[ConditionIndexPage]:
    """Return the condition indexes under which the user may add pages."""
    return [
        page
        for page in ConditionIndexPage.objects.order_by("-live", "path")
        if page.permissions_for_user(user).can_add_subpage()
    ]


def in_words(fault: Problem | NotAnArticle) -> str:
    """Return the sentence of a problem or a refusal in the language of the reader."""
    return gettext(SENTENCES[fault.code]).format_map(dict(fault.details))


@method_decorator(never_cache, name="dispatch")
class ImportArticleView(WagtailAdminTemplateMixin, FormView):
    """Takes an article and shows what it understood; nothing is saved."""

    form_class = ImportArticleForm
    template_name = "citewell/pages/admin/import_article.html"
    preview_template_name = "citewell/pages/admin/import_article_preview.html"
    page_title = _("Import article")
    header_icon = "upload"
    confirm_url_name = ""
    index_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let only those in who may add a page under a condition index."""
        self.parents = open_indexes(request.user)
        if not self.parents:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the indexes that are open to the user."""
        pks = [page.pk for page in self.parents]
        parents = ConditionIndexPage.objects.filter(pk__in=pks).order_by("-live", "path")
        return super().get_form_kwargs() | {"parents": parents}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what Wagtail's form template needs."""
        return super().get_context_data(**kwargs) | {
            "action_url": reverse(self.index_url_name),
            "submit_button_label": _("Read it"),
            "submit_button_active_label": _("Reading…"),
            "form_is_multipart": True,
        }

    def form_valid(self, form: ImportArticleForm) -> HttpResponse:
        """Show the preview, or say in one sentence why this is no article."""
        field = "file" if form.cleaned_data["file"] else "text"
        try:
            text, suffix, odd = self._read(form)
            article = read_article(text, name=f"article{suffix}")
        except NotAnArticle as refusal:
            form.add_error(field, in_words(refusal))
            return self.form_invalid(form)
        parent = form.cleaned_data["parent"]
        content = {"text": text, "suffix": suffix, "parent": parent.pk, "user": self.request.user.pk}
        parcel = signing.dumps(content, salt=SALT, compress=True)
        if len(parcel) > LONGEST_PARCEL:
            form.add_error(field, _("This is too long for the preview; the command import_article can take it."))
            return self.form_invalid(form)
        context = self.get_context_data(form=form) | _preview(plan_import(article=article, parent=parent), odd)
        context |= {"parcel": parcel, "parent": parent, "confirm_url": reverse(self.confirm_url_name)}
        return self.response_class(
            request=self.request, template=[self.preview_template_name], context=context, using=self.template_engine
        )

    def _read(self, form: ImportArticleForm) -> tuple[str, str, list[Problem]]:
        upload = form.cleaned_data["file"]
        if not upload:
            return to_text(form.cleaned_data["text"])
        check_size(upload.size)
        return to_text(upload.read(), name=upload.name)


@method_decorator(never_cache, name="dispatch")
class ConfirmImportView(View):
    """Makes the draft that the preview showed."""

    index_url_name = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is nothing to see here without a preview."""
        return redirect(self.index_url_name)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Import the article of the preview and open the new draft."""
        try:
            content = signing.loads(request.POST.get("parcel", ""), salt=SALT, max_age=VALID_FOR)
        except signing.BadSignature:
            content = {}
        if content.get("user") != request.user.pk:
            messages.error(request, _("The preview is too old or was not made here. Please read the article again."))
            return redirect(self.index_url_name)
        parent = next((page for page in open_indexes(request.user) if page.pk == content["parent"]), None)
        if parent is None:
            raise PermissionDenied
        try:
            article = read_article(content["text"], name=f"article{content['suffix']}")
            imported = import_article(article=article, parent=parent, user=request.user)
        except NotAnArticle as refusal:
            messages.error(request, in_words(refusal))
            return redirect(self.index_url_name)
        except ValidationError as error:
            messages.error(request, " ".join([gettext("The article could not be imported."), *error.messages]))
            return redirect(self.index_url_name)
        sentence = gettext(
            "“%(title)s” is now a draft with %(count)d references. Please read it before you publish it."
        )
        messages.success(request, sentence % {"title": imported.page.title, "count": len(imported.references)})
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[imported.page.pk]))


def _preview(plan: ImportPlan, odd: list[Problem]) -> dict[str, Any]:
    """What the preview shows, in words; `odd` is what was odd about the file itself."""
    problems = [*odd, *plan.problems]
    purposes = {purpose.value: purpose.label for purpose in Purpose}
    article = plan.article
    call = article.call_to_action
    return {
        "article": article,
        "warnings": [(problem.line, in_words(problem)) for problem in problems if not problem.is_note],
        "notes": [(problem.line, in_words(problem)) for problem in problems if problem.is_note],
        "references": [
            {
                "number": planned.entry.number,
                "html": _ama(planned.csl),
                "known": planned.known,
                "line": planned.entry.line,
                "is_understood": planned.entry.item is not None,
                "csl": json.dumps(planned.csl, ensure_ascii=False, indent=2),
            }
            for planned in plan.references
        ],
        "buttons": [(button.label, purposes[button.purpose]) for button in call.buttons] if call else [],
        "counts": _counts(article),
    }


def _counts(article: Article) -> list[tuple[int, str]]:
    sections, citations = len(article.sections), len(article.citations)
    references, claims = len(article.references), len(article.claims)
    return [
        (sections, ngettext("section", "sections", sections)),
        (citations, ngettext("citation", "citations", citations)),
        (references, ngettext("reference", "references", references)),
        (claims, ngettext("graded claim", "graded claims", claims)),
    ]


def _ama(csl: dict[str, Any]) -> SafeString:
    return mark_safe(pieces.as_html(ama.format_ama(csl)))  # noqa: S308 - pieces.as_html escapes
