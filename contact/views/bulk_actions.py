"""What can be done to several enquiries at once, each after a page that asks. Wagtail draws the boxes and the bar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.permissions import policy_registry

from ..encryption import Unreadable
from ..error_reports import keep_words_out_of_reports
from ..models import AccessLog, Enquiry
from ..services.accessing import log_access
from ..services.colleagues import colleagues, name_of
from ..services.forgetting import anonymise_enquiries
from ..services.moving import MOST_OF_A_REASON
from ..services.moving_many import assign_enquiries, change_statuses, sort_enquiries
from .exporting import ExportForm, export
from .listing import ORDERED_BY, EnquiryList
from .masked import shown_to

MOST_AT_ONCE = 200
"""Enquiries that are changed in one go: it is one transaction, for which others wait."""

SHOWN = 50
"""Of those that one is asked about."""

ALL = "all"
"""In place of a number: the whole list that the rest of the address describes."""


class ColleagueField(forms.ModelChoiceField):
    """A colleague by name; nothing chosen is nobody."""

    def label_from_instance(self, obj: Any) -> str:
        """As colleagues call each other."""
        return name_of(obj)


class StatusForm(forms.Form):
    """Where to."""

    status = forms.ChoiceField(
        label=_("Status"), choices=[each for each in Enquiry.Status.choices if each[0] != Enquiry.Status.SPAM]
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=MOST_OF_A_REASON,
        help_text=_("For your colleagues; useful where it ends. It stands in each timeline."),
    )


class AssigneeForm(forms.Form):
    """To whom."""

    assignee = ColleagueField(label=_("Assigned to"), queryset=None, required=False, empty_label=_("Nobody"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = colleagues()  # type: ignore[attr-defined]


class EnquiryBulkAction(BulkAction):
    """Base: refuses with 403 who may not, shows what is meant, and notes that it was shown."""

    models = [Enquiry]
    permission = "change"
    template_name = "citewell/contact/admin/enquiry_bulk_action.html"
    question: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As Wagtail's, which asks for rights on each object only."""
        keep_words_out_of_reports(request)
        if not policy_registry.get_by_type(Enquiry).user_has_permission(request.user, self.permission):
            return TemplateResponse(request, "citewell/contact/admin/refused.html", status=403)
        if self.is_for_all and request.method == "GET" and not 0 < len(self._whole_list()) <= MOST_AT_ONCE:
            words = _("This list is empty or holds more than %(most)s enquiries. Narrow it down first.")
            messages.warning(request, words % {"most": MOST_AT_ONCE})
            return redirect(self.next_url)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Iterable[str]) -> list[Enquiry]:
        """The chosen ones that still say who sent them. Http404 for none, for too many, or for what is no number."""
        numbers = list(dict.fromkeys(object_ids))
        if len(numbers) > MOST_AT_ONCE or not all(
            each.isascii() and each.isdigit() and len(each) < 19 for each in numbers
        ):
            raise Http404
        found = list(Enquiry.objects.of_persons().filter(pk__in=numbers).defer("message", "answers").in_order())
        if not found:
            raise Http404
        return found

    @property
    def is_for_all(self) -> bool:
        """Whether the whole list is meant, also the pages on which nothing was ticked."""
        return ALL in self.request.GET.getlist("id")

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[str]:
        """The numbers of the list, when it is asked. When it is done, those that were asked about: what came in
        meanwhile nobody has seen."""
        if self.request.method == "POST":
            return self.request.POST.get("chosen", "").split(",")
        return self._whole_list()

    def _whole_list(self) -> list[str]:
        """One more than may be at once, where there are more; none where the list's search cannot be read."""
        listing = EnquiryList.behind(self.request)
        if isinstance(listing.words, Unreadable):
            return []
        rows = listing.order().rows(listing.enquiries().only(*ORDERED_BY), most=MOST_AT_ONCE + 1)
        return [str(enquiry.pk) for enquiry in rows]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is to be done to which enquiries."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        chosen = [item["item"] for item in context["items"]]
        shown = chosen[:SHOWN]
        log_access(actor=self.request.user, action=AccessLog.Action.LIST, enquiry_ids=[enquiry.pk for enquiry in shown])
        return context | {
            "items": [{"item": shown_to(self.request.user, enquiry)} for enquiry in shown],
            "count": len(chosen),
            "not_shown": len(chosen) - len(shown),
            "chosen": ",".join(str(enquiry.pk) for enquiry in chosen) if self.is_for_all else "",
            "question": self.question,
            "title": self.display_name,
            "is_serious": "serious" in self.classes,
        }

    def get_execution_context(self) -> dict[str, Any]:
        """Who does it, and what was filled in."""
        return {"by": self.request.user, **self.cleaned_form.cleaned_data}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """How many."""
        words = ngettext("Done for %(count)d enquiry.", "Done for %(count)d enquiries.", num_parent_objects)
        return words % {"count": num_parent_objects}


class StatusBulkAction(EnquiryBulkAction):
    """Moves them on."""

    display_name = _("Status")
    action_type = "status"
    aria_label = _("Change the status of the selected enquiries")
    question = _("Which status should these enquiries have?")
    action_priority = 10
    form_class = StatusForm

    @classmethod
    def execute_action(cls, objects: list[Enquiry], **kwargs: Any) -> tuple[int, int]:
        """All or none."""
        change_statuses(enquiry_ids=_numbers(objects), **kwargs)
        return len(objects), 0


class AssignBulkAction(EnquiryBulkAction):
    """Gives them to somebody."""

    display_name = _("Assign")
    action_type = "assign"
    aria_label = _("Assign the selected enquiries")
    question = _("Who should handle these enquiries?")
    action_priority = 20
    form_class = AssigneeForm

    @classmethod
    def execute_action(cls, objects: list[Enquiry], **kwargs: Any) -> tuple[int, int]:
        """All or none."""
        assignee = kwargs.pop("assignee")
        assign_enquiries(enquiry_ids=_numbers(objects), assignee_id=assignee and assignee.pk, **kwargs)
        return len(objects), 0


class SpamBulkAction(EnquiryBulkAction):
    """Says that they are spam; the filter learns it."""

    display_name = _("Spam")
    action_type = "spam"
    aria_label = _("Mark the selected enquiries as spam")
    question = _("Mark these enquiries as spam? The filter learns from it, and they can be brought back.")
    action_priority = 30

    @classmethod
    def execute_action(cls, objects: list[Enquiry], **kwargs: Any) -> tuple[int, int]:
        """All or none."""
        sort_enquiries(enquiry_ids=_numbers(objects), is_spam=True, **kwargs)
        return len(objects), 0


class NotSpamBulkAction(EnquiryBulkAction):
    """Says that they are none; they go to the inbox."""

    display_name = _("Not spam")
    action_type = "not_spam"
    aria_label = _("Mark the selected enquiries as not spam")
    question = _("Bring these enquiries to the inbox? The filter learns from it.")
    action_priority = 40

    @classmethod
    def execute_action(cls, objects: list[Enquiry], **kwargs: Any) -> tuple[int, int]:
        """All or none."""
        sort_enquiries(enquiry_ids=_numbers(objects), is_spam=False, **kwargs)
        return len(objects), 0


class AnonymiseBulkAction(EnquiryBulkAction):
    """Forgets the persons for good: for those who may erase."""

    display_name = _("Anonymise")
    action_type = "anonymise"
    aria_label = _("Anonymise the selected enquiries")
    permission = "delete"
    question = _(
        "Anonymise these enquiries? Names, messages, notes and mails are removed for good; kind, status, language, "
        "form and day are kept for counting. This cannot be undone."
    )
    action_priority = 50
    classes = {"serious"}

    @classmethod
    def execute_action(cls, objects: list[Enquiry], **kwargs: Any) -> tuple[int, int]:
        """All or none."""
        anonymise_enquiries(enquiries=Enquiry.objects.filter(pk__in=_numbers(objects)), **kwargs)
        return len(objects), 0


class ExportBulkAction(EnquiryBulkAction):
    """Hands them out as a file."""

    display_name = _("Export")
    action_type = "export"
    aria_label = _("Export the selected enquiries")
    permission = "view"
    question = _("Which columns of these enquiries should the file have?")
    action_priority = 45
    form_class = ExportForm

    def prepare_action(self, objects: list[Enquiry], objects_without_access: Any) -> StreamingHttpResponse:
        """The file, in place of a way back to the list."""
        chosen = Enquiry.objects.filter(pk__in=_numbers(objects))
        return export(chosen, by=self.request.user, **self.cleaned_form.cleaned_data)


BULK_ACTIONS = [
    StatusBulkAction,
    AssignBulkAction,
    SpamBulkAction,
    NotSpamBulkAction,
    ExportBulkAction,
    AnonymiseBulkAction,
]


def for_all(user: Any, listing: EnquiryList) -> list[tuple[Any, str]]:
    """What this user may do to all of a list at once, with an address for each. Its export has a link of its own."""
    policy = policy_registry.get_by_type(Enquiry)
    query = QueryDict(listing.query_for_detail.removeprefix("?"), mutable=True)
    query["id"], query["next"] = ALL, listing.url

    def address(action: type[EnquiryBulkAction]) -> str:
        return reverse("wagtail_bulk_action", args=["citewell_contact", "enquiry", action.action_type])

    return [
        (action.display_name, f"{address(action)}?{query.urlencode()}")
        for action in BULK_ACTIONS
        if action is not ExportBulkAction and policy.user_has_permission(user, action.permission)
    ]


def _numbers(enquiries: list[Enquiry]) -> list[int]:
    return [enquiry.pk for enquiry in enquiries]
