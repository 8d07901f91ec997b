"""Condition pages, the heart of the site, and the index that they stand under."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from ..blocks import ActionStreamBlock, BodyStreamBlock, QuestionStreamBlock
from ..rich_text.features import LEAD
from ..widgets import Checkboxes
from .base import Page
from .citable import CitablePage
from .gated_page import GatedPage, GatedParentPermissionTester
from .gates import read_findings
from .gone import Forgiving
from .open_pages import open_pages
from .page_type import PageType
from .review_way import ReviewFaultPanel

REVIEW_FIELDS = ("reviewer", "last_reviewed", "next_review")


class ConditionIndexPage(CitablePage, PageType):
    """Lists the condition pages below it."""

    lead = RichTextField(_("lead"), blank=True, features=LEAD)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    search_fields = [*Page.search_fields, *CitablePage.words_indexed, index.SearchField("lead")]

    api_fields = [APIField("lead", writable=True)]

    citable_fields = ("lead",)
    schema_type = "CollectionPage"
    template = "citewell/pages/condition_index_page.html"
    subpage_types = ["citewell_pages.ConditionPage"]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `conditions`, the pages below that anyone may read, in the order of the tree."""
        context = super().get_context(request, *args, **kwargs)
        pages = open_pages(request, ConditionPage.objects.child_of(self).order_by("path"))
        context["conditions"] = pages.prefetch_related("conditions")
        return context

    def permissions_for_user(self, user: Any) -> GatedParentPermissionTester:
        """Say what the user may do; see GatedParentPermissionTester."""
        return GatedParentPermissionTester(user, self)

    class Meta:
        verbose_name = _("condition index")
        verbose_name_plural = _("condition indexes")


class ConditionPage(Forgiving, GatedPage, CitablePage, PageType):
    """What the clinic can say about a condition, each claim with its source."""

    conditions = ParentalManyToManyField(
        "citewell_pages.Condition", blank=True, related_name="pages", verbose_name=_("conditions")
    )
    summary = models.CharField(
        _("summary"),
        max_length=240,
        blank=True,
        help_text=_("One sentence for lists and for search engines."),
    )
    lead = RichTextField(
        _("lead"),
        blank=True,
        features=LEAD,
        help_text=_("The first thing that is read: what this page tells."),
    )
    body = StreamField(BodyStreamBlock(), blank=True)
    questions = StreamField(QuestionStreamBlock(), blank=True, verbose_name=_("questions and answers"))
    call_to_action = StreamField(ActionStreamBlock(), blank=True, verbose_name=_("call to action"))
    off_label_notice = models.TextField(
        _("off-label notice"),
        blank=True,
        help_text=_("Where a treatment is used for something that it is not approved for, say so here."),
    )
    nothing_off_label = models.BooleanField(
        _("nothing on this page is used off-label"),
        default=False,
        help_text=_("Tick it where no notice is needed, so that nobody is reminded of one."),
    )
    author = models.ForeignKey(
        "citewell_pages.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="authored",
        verbose_name=_("author"),
    )
    reviewer = models.ForeignKey(
        "citewell_pages.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed",
        verbose_name=_("clinical reviewer"),
    )
    last_reviewed = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        help_text=_("When the whole page was last read against its sources."),
    )
    next_review = models.DateField(_("next review due"), null=True, blank=True)

    # Of the copy nobody has read anything.
    exclude_fields_in_copy = [*REVIEW_FIELDS]

    content_panels = [
        ReviewFaultPanel(),
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("conditions", widget=Checkboxes), FieldPanel("summary"), FieldPanel("lead")],
            heading=_("At the top"),
        ),
        FieldPanel(
            "body", help_text=_("The page itself. Press + for a section of text, a guideline table or a picture.")
        ),
        FieldPanel("questions", help_text=_("What patients ask. Shown after the text, each answer folded away.")),
        FieldPanel(
            "call_to_action", help_text=_("Shown at the end: a sentence and buttons that open the contact form.")
        ),
    ]
    review_panels = [
        MultiFieldPanel(
            [
                FieldPanel("author"),
                # An edit does not move them: "Mark as reviewed" does.
                FieldRowPanel([FieldPanel(name, read_only=True) for name in REVIEW_FIELDS]),
            ],
            heading=_("Who stands behind it"),
        ),
        MultiFieldPanel([FieldPanel("off_label_notice"), FieldPanel("nothing_off_label")], heading=_("Off-label use")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(review_panels, heading=_("Review")),
            # The schedule shows beside the form, under the page's status.
            ObjectList([*Page.promote_panels, PublishingPanel()], heading=_("Promote")),
        ]
    )

    search_fields = [
        *Page.search_fields,
        *CitablePage.words_indexed,
        index.SearchField("summary"),
        index.SearchField("lead"),
        index.SearchField("body"),
        index.SearchField("questions"),
        index.RelatedFields("conditions", [index.SearchField("name"), index.SearchField("synonyms")]),
    ]

    api_fields = [
        *(
            APIField(name, writable=True)
            for name in (
                "conditions",
                "summary",
                "lead",
                "body",
                "questions",
                "call_to_action",
                "off_label_notice",
                "nothing_off_label",
                "author",
            )
        ),
        *(APIField(name) for name in ("reviewer", "last_reviewed")),
    ]

    citable_fields = ("lead", "body", "questions", "call_to_action")
    schema_type = "MedicalWebPage"
    template = "citewell/pages/condition_page.html"
    parent_page_types = ["citewell_pages.ConditionIndexPage"]
    subpage_types: list[str] = []

    @property
    def shared_words(self) -> str:
        """The names of its conditions, all of them."""
        return " ".join(" ".join([one.name, *one.other_names]) for one in self.conditions.all())

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `findings`, what the page lacks before it is published, to previews alone."""
        context = super().get_context(request, *args, **kwargs)
        if self.pk:
            self.conditions.get_object_list()  # read once, and kept on the page
        if getattr(request, "is_preview", False):
            context["findings"] = read_findings(self, context["clinic"], sources=context["document"].sources)
        return context

    class Meta:
        verbose_name = _("condition page")
        verbose_name_plural = _("condition pages")
