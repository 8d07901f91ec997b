"""Enquiries as a room of the Wagtail admin: its addresses, its menu item, its permissions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import AccessLog, Appointment, CannedReply, Enquiry, MailText
from .views.access_log import AccessLogView
from .views.arrivals import ArrivalsView
from .views.assigning import EnquiryAssignView
from .views.booking import ConsultationsView, ConsultationView, EnquiryBookView, EnquiryCancelView
from .views.detail import EnquiryDetailView, EnquiryStatusView
from .views.exporting import EnquiryExportView
from .views.inbox import EnquiryIndexView
from .views.mail_texts import MailTextEditView, MailTextIndexView, MailTextResetView
from .views.person import PersonView
from .views.presence import PresenceView
from .views.quarantine import QuarantineSortView, QuarantineView
from .views.report import EnquiryReportExportView, EnquiryReportView
from .views.saved_filters import RemoveFilterView, SaveFilterView
from .views.searching import EnquirySearchView
from .views.sorting import EnquirySortView
from .views.unmasking import EnquiryUnmaskView
from .views.writing import EnquiryAnswerView, EnquiryNoteView, EnquiryReplyView, MailInView


class CannedReplyViewSet(SnippetViewSet):
    """The canned replies, under the settings; who may write them is Wagtail's permissions."""

    model = CannedReply
    icon = "mail"
    menu_label = _("Canned replies")
    menu_order = 1210
    add_to_settings_menu = True
    list_display = ["title", "subject"]

    def register_chooser_viewset(self) -> None:
        """None: no field chooses one, and Wagtail's choosers ask for no right but to enter the admin."""


class MailTextViewSet(ViewSet):
    """The words of the mails, under the settings."""

    model = MailText
    name = "citewell_contact_mail_texts"
    url_prefix = "mail-texts"
    icon = "mail"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Their addresses."""
        return {
            "index_url_name": self.get_url_name("index"),
            "edit_url_name": self.get_url_name("edit"),
            "reset_url_name": self.get_url_name("reset"),
            **kwargs,
        }

    def get_urlpatterns(self) -> list[URLPattern]:
        """All mails; one, and going back to its default, with a language where it goes to visitors."""
        index = self.construct_view(MailTextIndexView, edit_url_name=self.get_url_name("edit"))
        edit, reset = self.construct_view(MailTextEditView), self.construct_view(MailTextResetView)
        return [
            path("", index, name="index"),
            path("<int:site>/<slug:kind>/", edit, name="edit"),
            path("<int:site>/<slug:kind>/default/", reset, name="reset"),
            path("<int:site>/<slug:kind>/in/<slug:language>/", edit, name="edit"),
            path("<int:site>/<slug:kind>/in/<slug:language>/default/", reset, name="reset"),
        ]


class EnquiryViewSet(ModelViewSet):
    """A list and a detail. Enquiries are neither typed in nor deleted here, so that there are no views for it."""

    model = Enquiry
    name = "citewell_contact_enquiries"
    url_prefix = "enquiries"
    icon = "mail"
    menu_label = _("Enquiries")
    menu_order = 150
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 30
    ordering = ("-created_at", "-pk")
    index_view_class = EnquiryIndexView
    index_template_name = EnquiryIndexView.template_name
    index_results_template_name = EnquiryIndexView.results_template_name

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Names only addresses that exist; `inspect` is the detail."""
        return {
            "model": self.model,
            "header_icon": self.icon,
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
            "inspect_url_name": self.get_url_name("detail"),
            "detail_url_name": self.get_url_name("detail"),
            "found_url_name": self.get_url_name("found"),
            "access_url_name": self.get_url_name("access"),
            "search_url_name": self.get_url_name("search"),
            "person_url_name": self.get_url_name("person"),
            "inbox_url_name": self.get_url_name("index"),
            "quarantine_url_name": self.get_url_name("quarantine"),
            **kwargs,
        }

    def get_urlpatterns(self) -> list[URLPattern]:
        """Lists, searching, the quarantine, one enquiry and what is done with it, requests of a person, the log."""
        detail = self.construct_view(EnquiryDetailView)
        status = self.construct_view(EnquiryStatusView)
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("search/", self.construct_view(EnquirySearchView), name="search"),
            path("found/<str:sealed>/", self.index_view, name="found"),
            path("found/<str:sealed>/results/", self.index_results_view, name="found_results"),
            path("quarantine/", self._quarantine_view(), name="quarantine"),
            path("quarantine/sort/", self.construct_view(QuarantineSortView), name="sort_quarantine"),
            path("in/<slug:tab>/", self.index_view, name="tab"),
            path("in/<slug:tab>/results/", self.index_results_view, name="tab_results"),
            path("arrivals/<slug:since>/", self.construct_view(ArrivalsView), name="arrivals"),
            path("export/", self.construct_view(EnquiryExportView, header_icon="download"), name="export"),
            path("consultations/", self.construct_view(ConsultationsView, header_icon="calendar-alt"), name="coming"),
            path("consultations/<int:pk>/", self.construct_view(ConsultationView), name="consultation"),
            path("mail/", self.construct_view(MailInView, header_icon=MailInView.header_icon), name="mail_in"),
            path("filters/save/", self.construct_view(SaveFilterView), name="save_filter"),
            path("filters/<int:pk>/remove/", self.construct_view(RemoveFilterView), name="remove_filter"),
            path("person/", self.construct_view(PersonView, header_icon=PersonView.header_icon), name="person"),
            path("access/", self._access_log_view(), name="access"),
            path("access/results/", self._access_log_view(results_only=True), name="access_results"),
            path("report/", self._report_view(), name="report"),
            path("report/export/", self.construct_view(EnquiryReportExportView), name="report_export"),
            path("<int:pk>/", detail, name="detail"),
            path("<int:pk>/status/", status, name="status"),
            path("<int:pk>/unmask/", self.construct_view(EnquiryUnmaskView), name="unmask"),
            path("<int:pk>/assign/", self.construct_view(EnquiryAssignView), name="assign"),
            path("<int:pk>/note/", self.construct_view(EnquiryNoteView), name="note"),
            path("<int:pk>/reply/", self.construct_view(EnquiryReplyView), name="reply"),
            path("<int:pk>/answer/", self.construct_view(EnquiryAnswerView), name="answer"),
            path("<int:pk>/book/", self.construct_view(EnquiryBookView), name="book"),
            path("<int:pk>/cancel/", self.construct_view(EnquiryCancelView), name="cancel"),
            path("<int:pk>/presence/", self.construct_view(PresenceView), name="presence"),
            path("<int:pk>/sort/", self.construct_view(EnquirySortView), name="sort"),
        ]

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Seeing and changing enquiries; erasing for a person; reading the access log; the words of the mails."""
        mean_something = ["view_enquiry", "change_enquiry", "delete_enquiry", "view_accesslog", "change_mailtext"]
        return Permission.objects.filter(content_type__app_label="citewell_contact", codename__in=mean_something)

    def _quarantine_view(self) -> Any:
        own = {
            "header_icon": QuarantineView.header_icon,
            "index_url_name": self.get_url_name("quarantine"),
            "index_results_url_name": None,
            "sort_url_name": self.get_url_name("sort_quarantine"),
        }
        return self.construct_view(QuarantineView, **own)

    def _report_view(self) -> Any:
        own = {
            "header_icon": EnquiryReportView.header_icon,
            "export_url_name": self.get_url_name("report_export"),
        }
        return self.construct_view(EnquiryReportView, **own)

    def _access_log_view(self, **kwargs: Any) -> Any:
        own = {
            "model": AccessLog,
            "header_icon": AccessLogView.header_icon,
            "index_url_name": self.get_url_name("access"),
            "index_results_url_name": self.get_url_name("access_results"),
        }
        return self.construct_view(AccessLogView, **own, **kwargs)

    def register_admin_url_finder(self) -> None:
        """Of enquiries, and of consultations, which are found with their enquiry."""
        super().register_admin_url_finder()
        register_admin_url_finder(Appointment, self._appointment_finder())

    def _appointment_finder(self) -> type[ModelAdminURLFinder]:
        consultation = self.get_url_name("consultation")

        class AppointmentURLFinder(ModelAdminURLFinder):
            edit_url_name = consultation

            def get_edit_url(self, instance: Appointment) -> str | None:
                # It asks no database where the enquiry is: lists name many consultations.
                if self.user and not policy_registry.get_by_type(Enquiry).user_has_permission(self.user, "view"):
                    return None
                return str(self.construct_edit_url(instance))

        return AppointmentURLFinder

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        """Leads those who may see an enquiry to its detail."""
        detail = self.get_url_name("detail")

        class EnquiryURLFinder(ModelAdminURLFinder):
            edit_url_name = detail

            def get_edit_url(self, instance: Enquiry) -> str | None:
                policy = policy_registry.get(instance)
                if self.user and not policy.user_has_permission_for_instance(self.user, "view", instance):
                    return None
                return str(self.construct_edit_url(instance))

        return EnquiryURLFinder
