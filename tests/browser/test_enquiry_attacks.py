"""What a stranger types into every field runs nowhere: not in the form, not in the inbox, not in the mail."""

import re

from django.core import mail
from playwright.sync_api import Page

from contact.kept_answers import Answer, write_answers
from contact.models import ContactPage, Enquiry, ExtraQuestion
from outbox.services.delivering import sweep

PAYLOADS = [
    '"><script>window.owned=1</script>',
    '"><img src=x onerror="window.owned=1">',
    "'><svg/onload=window.owned=1>",
    "</textarea></title><script>window.owned=1</script>",
    "javascript:window.owned=1",
    "<a href=javascript:window.owned=1 autofocus onfocus=window.owned=1>x</a>",
    "{{constructor.constructor('window.owned=1')()}}",
    "<iframe srcdoc='<script>parent.owned=1</script>'></iframe>",
    "\u202e<style>@import'//evil.example'</style>",
]
FIELDS = ("name", "preferred_time", "condition", "message")


def is_owned(page: Page) -> bool:
    """Tell whether a payload ran, in the page or in a frame of it; everything that can be pressed open is."""
    page.wait_for_load_state("load")
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    page.wait_for_timeout(50)
    return page.evaluate("Boolean(window.owned)")


def test_25_nothing_a_visitor_typed_executes(demo_site, desktop, new_page, sign_in, admin_user, settings, watch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    watch.allow(r"422 .*/enquiries/")
    page = ContactPage.objects.get()
    question = ExtraQuestion.objects.create(page=page, label="<script>window.owned=1</script>", kind="long_text")
    for number, payload in enumerate(PAYLOADS):
        sent = dict.fromkeys((*FIELDS, question.field_name), payload)
        sent |= {"email": '"<script>window.owned=1</script>"@example.org', "phone": "919 555 0142", "kind": "client"}
        sent |= {"consent": "yes", "referrer": f"https://a.example/{payload}", "campaign": f"utm_source={payload}"}
        desktop.goto(f"{demo_site.url}/contact/?condition={payload}&from=/{payload}&utm_source={payload}")
        assert not is_owned(desktop)
        answer = desktop.request.post(f"{demo_site.url}/enquiries/{page.pk}/", form=sent | {"name": ""})
        desktop.set_content(answer.text())
        assert not is_owned(desktop)
        assert desktop.request.post(f"{demo_site.url}/enquiries/{page.pk}/", form=sent).ok
        assert Enquiry.objects.count() == number + 1
    asked = write_answers([Answer("k", payload, "one_choice", (payload,)) for payload in PAYLOADS])
    Enquiry.objects.filter(pk=Enquiry.objects.latest("pk").pk).update(answers=asked)
    staff = new_page()
    sign_in(staff, admin_user)
    staff.goto(f"{demo_site.url}/admin/enquiries/")
    assert not is_owned(staff)
    for enquiry in Enquiry.objects.all():
        staff.goto(f"{demo_site.url}/admin/enquiries/{enquiry.pk}/")
        assert enquiry.name.lstrip("\u202e")[:10] in staff.locator(".cw-enquiry__name").inner_text()
        assert not is_owned(staff)
    sweep()
    assert mail.outbox
    for message in mail.outbox:
        html = message.alternatives[0][0]
        assert not re.search(r"<script|onerror|onload=|javascript:", html, re.IGNORECASE)
