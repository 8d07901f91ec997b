"""Registers the app's room in the Wagtail admin; nothing else happens here."""

from wagtail import hooks
from wagtail.contrib.settings.registry import register_setting

from .models import RetentionSettings
from .viewsets import EnquiryViewSet


@hooks.register("register_admin_viewset")
def register_enquiries() -> EnquiryViewSet:
    """The inbox."""
    return EnquiryViewSet()


register_setting(RetentionSettings, icon="history")
