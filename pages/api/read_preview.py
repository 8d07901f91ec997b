"""The call about a draft: a token opens one, for a short time, and nothing of it is kept by anyone."""

from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.errors import HttpError
from wagtail.admin.userbar import Userbar
from wagtail.models import Site

from ..models import ConditionPage, PreviewDraft, SiteSettings
from ..models.gates import read_findings
from ..models.preview_draft import PreviewEnded, PreviewRefused
from .answers import PRIVATE
from .contract import reads
from .describe.pages import describe_page
from .parameters import PreviewParameters, check_parameters, split_names
from .public import asked_site
from .schemas import preview as schemas
from .schemas.pages import BasePage

router = Router()


@reads(
    router,
    "/preview",
    response=schemas.Preview,
    summary="A draft, by its token",
    operation_id="get_preview",
    tag="preview",
    errors=(403, 404, 410, 422),
)
def get_preview(request: HttpRequest, asked: Query[PreviewParameters]) -> HttpResponse:
    """The draft behind the token that a preview brought to the front end; 410 once it ended."""
    check_parameters(request, asked)
    draft, page = _open(asked.token)
    site = page.get_site() or asked_site(request)
    with translation.override(page.locale.language_code):
        payload = schemas.Preview(
            page=cast(Any, _describe(page, site, asked)),
            findings=_findings(page, SiteSettings.for_site(site)),
            userbar=_userbar(request, page, draft),
            ends_at=draft.ends_at,
        )
    return _answer(payload)


def _open(token: str) -> tuple[PreviewDraft, Any]:
    try:
        draft = PreviewDraft.objects.open(token)
        return draft, draft.read_page()
    except PreviewRefused as error:
        raise HttpError(403, _("This is no token of a preview.")) from error
    except PreviewEnded as error:
        raise HttpError(410, _("The preview has ended. Open it again in the editor.")) from error


def _describe(page: Any, site: Site, asked: PreviewParameters) -> BasePage:
    return describe_page(page, site=site, rich_text=asked.rich_text, include=split_names(asked.include), warn=True)


def _findings(page: Any, clinic: SiteSettings) -> list[schemas.DraftFinding]:
    if not isinstance(page, ConditionPage):
        return []
    return [
        schemas.DraftFinding(
            gate=cast(Any, found.gate.value), label=str(found.gate.label), stops=found.stops, sentence=found.sentence
        )
        for found in read_findings(page, clinic)
    ]


def _userbar(request: Any, page: Any, draft: PreviewDraft) -> str:
    # Nobody is signed in: whoever holds the token sees the checks, and nothing that only staff may do.
    request.user = AnonymousUser()
    request.is_preview = request.is_editing = True
    request.in_preview_panel = draft.in_panel
    return str(Userbar(object=page).render_html({"request": request}))


def _answer(payload: schemas.Preview) -> HttpResponse:
    response = HttpResponse(payload.model_dump_json(exclude_unset=True).encode(), content_type="application/json")
    response["Cache-Control"] = PRIVATE
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
