"""Drafts that another front end shows: each is one page as it was when somebody asked to preview it, for a short time.

A token opens one draft. It is signed, so that nobody can guess or change one, and it runs out.
"""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

LIFETIME = timedelta(minutes=15)
MOST_KEPT = 20
"""Of one user and page: whoever types makes a draft with each pause, and looks at the last one."""

_SALT = "citewell.pages.preview"


class PreviewRefused(Exception):
    """The token was never given, or not as it is now."""


class PreviewEnded(Exception):
    """The token is older than LIFETIME, or its draft is gone."""


class PreviewDraftQuerySet(models.QuerySet["PreviewDraft"]):
    """Keeping drafts, and opening them again."""

    def keep(self, page: Any, *, user: Any, in_panel: bool = False) -> "PreviewDraft":
        """Store the page as it is in memory, which may never have been saved. Drafts that ended go."""
        self.ended().delete()
        owner = user if user is not None and user.is_authenticated else None
        draft = self.create(
            content_type=ContentType.objects.get_for_model(page),
            page_id=page.pk,
            content=page.serializable_data(),
            in_panel=in_panel,
            user=owner,
        )
        older = self.filter(user=owner, page_id=page.pk).order_by("-created_at", "-pk").values_list("pk", flat=True)
        self.filter(pk__in=list(older[MOST_KEPT:])).delete()
        return draft

    def ended(self) -> Self:
        """Those that no token opens any more."""
        return self.filter(created_at__lt=timezone.now() - LIFETIME)

    def open(self, token: str) -> "PreviewDraft":
        """Return the draft of a token. Raises PreviewRefused and PreviewEnded."""
        try:
            key = signing.loads(token, salt=_SALT, max_age=LIFETIME)
        except signing.SignatureExpired as error:
            raise PreviewEnded from error
        except signing.BadSignature as error:
            raise PreviewRefused from error
        draft = self.select_related("content_type").filter(pk=key).first()
        if draft is None:
            raise PreviewEnded
        return draft


class PreviewDraft(models.Model):
    """A page's content as Wagtail serialises a revision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    page_id = models.BigIntegerField(null=True)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    in_panel = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = PreviewDraftQuerySet.as_manager()

    @property
    def token(self) -> str:
        """What opens this draft and no other until `ends_at`; a new one each time."""
        return signing.dumps(str(self.pk), salt=_SALT)

    @property
    def ends_at(self) -> Any:
        """When the draft is gone."""
        return self.created_at + LIFETIME

    def read_page(self) -> Any:
        """Return the page of the draft, a specific one; nothing of it is to be saved.

        Raises PreviewEnded where what it needs was deleted since.
        """
        model: Any = self.content_type.model_class()
        page = model.from_serializable_data(self.content, check_fks=True, strict_fks=False) if model else None
        if page is None:
            raise PreviewEnded
        return page

    def __str__(self) -> str:
        return f"{self.content_type.model} {self.page_id}, {self.created_at}"
