"""The page with the enquiry form; the form itself lives in `contact.forms`."""

from __future__ import annotations

from typing import Any

import swapper
from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from ..spam.challenge import allow_challenge
from .base import Page
from .consent_text import consent_version
from .extra_question import ExtraQuestion

_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class ContactPage(Page):
    """Words around the enquiry form, and who is told when one comes in."""

    # The way back from the base page bears the app's label: a host project may have a ContactPage of its own.
    page_ptr = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.CASCADE,
        parent_link=True,
        auto_created=True,
        primary_key=True,
        serialize=False,
        related_name="%(app_label)s_%(class)s",
    )
    intro = RichTextField(
        _("introduction"),
        features=_FEATURES,
        blank=True,
        help_text=_("One or two sentences at the top of the page: who answers, and how soon."),
    )
    phone = models.CharField(
        _("phone"),
        max_length=50,
        blank=True,
        help_text=_("Shown above the form for people who would rather call. Leave empty to show none."),
    )
    emergency_notice = models.CharField(
        _("emergency notice"),
        max_length=255,
        blank=True,
        help_text=_("What somebody in danger should do instead of writing, for example whom to call."),
    )
    form_intro = RichTextField(
        _("words above the form"),
        features=_FEATURES,
        blank=True,
        help_text=_("For example what is useful to tell, and what need not be told yet."),
    )
    what_happens_next = RichTextField(
        _("what happens next"),
        features=_FEATURES,
        blank=True,
        help_text=_("Shown beside the form and after it was sent. Say when and by whom the visitor will be contacted."),
    )
    consent_text = RichTextField(
        _("consent"),
        features=["bold", "italic", "link"],
        help_text=_(
            "What visitors agree to by ticking the box: what you keep, why, and for how long. Link your privacy page. "
            "Each enquiry keeps the very words its visitor saw, so you may change them at any time."
        ),
    )
    thanks_title = models.CharField(
        _("thank-you title"), max_length=120, blank=True, help_text=_("The heading after the form was sent.")
    )
    thanks_text = RichTextField(
        _("thank-you text"), features=_FEATURES, blank=True, help_text=_("Shown above the receipt number.")
    )
    reply_to = models.EmailField(
        _("answers go to"),
        blank=True,
        help_text=_(
            "Visitors get an automatic mail that says their enquiry arrived. Their answers to it go to this address. "
            "Leave empty if nobody reads such answers."
        ),
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("intro"), FieldPanel("phone"), FieldPanel("emergency_notice")],
            heading=_("Before the form"),
        ),
        MultiFieldPanel([FieldPanel("form_intro"), FieldPanel("consent_text")], heading=_("The form")),
        InlinePanel(
            "extra_questions",
            heading=_("Questions of your own"),
            label=_("question"),
            max_num=20,
            help_text=_(
                "Shown after the message. Enquiries keep each question in the words that were asked, so you may change "
                "and remove them at any time."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("what_happens_next"), FieldPanel("thanks_title"), FieldPanel("thanks_text")],
            heading=_("After the form was sent"),
        ),
        MultiFieldPanel(
            [
                InlinePanel(
                    "notify_addresses",
                    heading=_("Tell these people by e-mail"),
                    label=_("address"),
                    min_num=1,
                    help_text=_("The mail says that an enquiry came in and links to it; it never says who asks what."),
                ),
                FieldPanel("reply_to"),
            ],
            heading=_("Mail"),
        ),
    ]

    # Words alone: whom mail goes to, and what is asked, is decided in the admin.
    api_fields = [
        APIField(name, writable=True)
        for name in ("intro", "phone", "emergency_notice", "form_intro", "consent_text", "what_happens_next")
    ]

    template = "citewell/contact/contact_page.html"
    subpage_types: list[str] = []

    @property
    def consent_version(self) -> str:
        """Names the present consent text; the form sends it along, so that a change in between is noticed."""
        return consent_version(self.consent_text)

    @cached_property
    def form_questions(self) -> list[ExtraQuestion]:
        """What staff ask besides, in the order of the form; read once."""
        return list(self.extra_questions.all())

    def get_context(self, request: HttpRequest | None, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the template that the contact pages stand in."""
        context = super().get_context(request, *args, **kwargs)
        context["base_template"] = getattr(settings, "CITEWELL_BASE_TEMPLATE", "citewell/contact/base.html")
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        """As any page, but the challenge's script may be loaded where one is set up."""
        response: TemplateResponse = super().serve(request, *args, **kwargs)
        return allow_challenge(response)

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")


class NotifyAddress(Orderable):
    """One address that is told about new enquiries from a page."""

    page = ParentalKey(ContactPage, on_delete=models.CASCADE, related_name="notify_addresses")
    address = models.EmailField(_("e-mail address"))

    class Meta(Orderable.Meta):
        verbose_name = _("address to notify")
        verbose_name_plural = _("addresses to notify")

    def __str__(self) -> str:
        return self.address
