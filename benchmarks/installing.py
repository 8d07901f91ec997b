"""Starts Django for the benchmarks: the site as it is, and the peers that are measured beside it."""


def install() -> None:
    """Set Django up; what the environment says must stand there already."""
    import django
    from django.conf import settings

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "benchmarks.form_page"]
    settings.DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()
