"""The site's own registration; it stands first among the apps, so that it is ready before Wagtail's are."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Tells Wagtail's API what pages show before Wagtail's apps build it."""

    name = "cms"

    def ready(self) -> None:
        """Register the types."""
        from .api_v3 import register_types

        register_types()
