"""Whatever the site sends by mail waits while the mail server does not answer."""

from django.apps import apps

from outbox.apps import WEBHOOK
from pages.services.telling import PURGE


def test_every_mail_goes_by_the_mail_server_and_nothing_else_does() -> None:
    outbox = apps.get_app_config("citewell_outbox")
    mails = {kind for kind in outbox.handlers if not kind.startswith(WEBHOOK) and kind != PURGE}
    assert len(mails) > 6
    assert set(outbox.kinds_by(["mail"])) == mails
