"""The inbox in a real browser: list and enquiry by mouse and by keyboard, with axe, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from contact.models import CannedReply, ContactPage, Enquiry
from contact.services.assigning import assign_enquiry
from contact.services.moving import change_status
from tests.contact.factories import make_manager, make_receipt
from tests.mail_server import running_sink

from .chromium import overflow
from .pictures import keep

SCREENS = ["desktop", "phone"]
PEOPLE = [
    ("Mara Lind", "mara@example.org", "client", "Trigeminal neuralgia"),
    ("Ada Hollis", "ada@example.org", "question", "CRPS"),
    ("Ben Okafor", "ben@example.org", "consultation", "Phantom limb pain"),
    ("Cleo Winterbourne", "cleo@example.org", "client", "Fibromyalgia"),
]


@pytest.fixture
def manager(demo_site):
    """Who works here."""
    return make_manager("mara")


@pytest.fixture
def enquiries(demo_site, manager):
    """Four enquiries, the last of them the newest; by name."""
    page = ContactPage.objects.first()
    found = {}
    for number, (name, email, kind, condition) in enumerate(PEOPLE):
        message = f"Good morning, I would like to know what you can do about my {condition.lower()}."
        receipt = make_receipt(page, name=name, email=email, kind=kind, condition=condition, message=message)
        at = timezone.now() - timedelta(hours=30 - 9 * number)
        Enquiry.objects.filter(pk=receipt.enquiry_id).update(created_at=at)
        found[name] = Enquiry.objects.get(pk=receipt.enquiry_id)
    change_status(enquiry_id=found["Ada Hollis"].pk, status="contacted", by=manager)
    assign_enquiry(enquiry_id=found["Ada Hollis"].pk, assignee_id=manager.pk, by=manager)
    return found


@pytest.mark.parametrize("screen", SCREENS)
def test_47_axe_finds_nothing_on_the_list_and_on_one_enquiry(
    demo_site, enquiries, manager, sign_in, request, axe, screen
):
    page = request.getfixturevalue(screen)
    sign_in(page, manager)
    page.goto(demo_site.url + "/admin/enquiries/")
    page.get_by_role("link", name="Mara Lind").wait_for()
    keep(page, "inbox-list")
    assert overflow(page) <= 0
    list_problems = axe(page)
    page.get_by_role("link", name="Ada Hollis").click()
    page.get_by_role("heading", name="Ada Hollis").wait_for()
    keep(page, "inbox-detail")
    assert (list_problems, axe(page), overflow(page) <= 0) == ([], [], True)


@pytest.fixture
def at_the_list(demo_site, enquiries, manager, sign_in, desktop):
    """The manager's browser at the list."""
    sign_in(desktop, manager)
    desktop.goto(demo_site.url + "/admin/enquiries/")
    desktop.get_by_role("link", name="Mara Lind").wait_for()
    return desktop


def press(page, key: str) -> None:
    """Presses a key once the page's scripts listen."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def focused(page) -> str:
    """The text of what has the focus."""
    return page.evaluate("document.activeElement.innerText")


def test_the_list_is_worked_through_by_keyboard(at_the_list, enquiries):
    page = at_the_list
    press(page, "j")
    assert focused(page) == "Cleo Winterbourne"
    press(page, "j")
    press(page, "j")
    press(page, "k")
    assert focused(page) == "Ben Okafor"
    keep(page, "inbox-keys")
    press(page, "s")
    page.get_by_text("Which status should these enquiries have?").wait_for()
    page.get_by_role("link", name="No, go back").click()
    expect(page.get_by_role("link", name="Ben Okafor")).to_be_focused()
    press(page, "j")
    press(page, "j")
    assert focused(page) == "Mara Lind"
    press(page, "a")
    page.get_by_text("Who should handle these enquiries?").wait_for()
    page.get_by_label("Assigned to").select_option("mara")
    page.get_by_role("button", name="Yes, do it").click()
    page.get_by_text("Done for 1 enquiry.").wait_for()
    enquiries["Mara Lind"].refresh_from_db()
    assert enquiries["Mara Lind"].assignee.get_username() == "mara"
    expect(page.get_by_role("link", name="Mara Lind")).to_be_focused()
    press(page, "k")
    press(page, "o")
    page.get_by_role("heading", name="Ada Hollis").wait_for()
    press(page, "o")
    expect(page.get_by_role("link", name="Ada Hollis")).to_be_focused()


def test_one_enquiry_is_worked_on_by_keyboard(at_the_list):
    page = at_the_list
    page.get_by_role("link", name="Ben Okafor").click()
    page.get_by_role("heading", name="Ben Okafor").wait_for()
    press(page, "j")
    page.get_by_role("heading", name="Ada Hollis").wait_for()
    press(page, "k")
    page.get_by_role("heading", name="Ben Okafor").wait_for()
    press(page, "a")
    expect(page.locator("#enquiry-assignee")).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    press(page, "s")
    assert focused(page) == "New"
    press(page, "r")
    expect(page.locator("#enquiry-reply")).to_be_focused()
    page.keyboard.type("joy")
    expect(page.get_by_label("Reply", exact=True)).to_have_value("joy")
    page.evaluate("document.activeElement.blur()")
    press(page, "n")
    expect(page.locator("#enquiry-note")).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    press(page, "o")
    page.get_by_role("link", name="Mara Lind").wait_for()


@pytest.mark.parametrize("by_key", [True, False])
def test_the_help_panel_names_the_keys(at_the_list, axe, by_key):
    page = at_the_list
    if by_key:
        press(page, "?")
    else:
        page.get_by_role("button", name="Keyboard shortcuts").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Tick for a bulk action").wait_for()
    keep(page, "inbox-help")
    assert axe(page) == []
    press(page, "j")
    assert focused(page) != "Cleo Winterbourne"
    press(page, "Escape")
    dialog.wait_for(state="hidden")


def test_the_list_says_when_somebody_writes_meanwhile(demo_site, enquiries, manager, sign_in, desktop):
    desktop.clock.install()
    sign_in(desktop, manager)
    desktop.goto(demo_site.url + "/admin/enquiries/")
    desktop.get_by_role("link", name="Mara Lind").wait_for()
    make_receipt(ContactPage.objects.first(), name="Dora Quist", message="Hello")
    desktop.clock.run_for(31_000)
    desktop.get_by_text("1 new enquiry came in.").wait_for()
    keep(desktop, "inbox-arrival")
    desktop.get_by_role("link", name="Show the inbox").click()
    desktop.get_by_role("link", name="Dora Quist").wait_for()


def test_several_are_moved_on_at_once(at_the_list, enquiries, axe):
    page = at_the_list
    for _ in range(2):
        press(page, "j")
        press(page, "x")
    page.get_by_role("link", name="Status", exact=False).filter(has_text="Status").last.wait_for()
    keep(page, "inbox-bulk")
    page.get_by_role("link", name="Change the status of the selected enquiries").click()
    page.get_by_text("Which status should these enquiries have?").wait_for()
    keep(page, "inbox-bulk-question")
    assert axe(page) == []
    page.get_by_label("Status").select_option("Closed")
    page.get_by_label("Reason").fill("Twice the same")
    page.get_by_role("button", name="Yes, do it").click()
    page.get_by_text("Done for 2 enquiries.").wait_for()
    assert set(Enquiry.objects.filter(status="closed")) == {enquiries["Cleo Winterbourne"], enquiries["Ben Okafor"]}


def test_a_note_tells_a_colleague_and_a_canned_reply_reaches_the_visitor(at_the_list, enquiries, settings):
    page = at_the_list
    make_manager("jon")
    CannedReply.objects.create(title="Thank you", subject="Your message", text="Dear {name},\n\nwe will call you.")
    page.get_by_role("link", name="Cleo Winterbourne").click()
    page.get_by_label("Note", exact=True).fill("Could you call her, @jon? She sleeps badly.")
    page.get_by_role("button", name="Add the note").click()
    page.get_by_text("She sleeps badly.").wait_for()
    page.get_by_role("button", name="I take it").click()
    page.get_by_text("Assigned to mara.").wait_for()
    page.locator("summary", has_text="Reply by mail").click()
    page.get_by_role("link", name="Thank you").click()
    assert page.get_by_label("Reply", exact=True).input_value().startswith("Dear Cleo Winterbourne,")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("The reply is on its way.").wait_for()
    keep(page, "inbox-worked-on")
    with running_sink(settings) as sink:
        call_command("deliver")
    mails = {mail["To"]: mail for mail in sink.mails if "[" in mail["Subject"] or mail["To"].startswith("jon")}
    assert set(mails) == {"jon@clinic.example", "cleo@example.org"}
    assert "sleeps" not in mails["jon@clinic.example"].as_string()
    assert enquiries["Cleo Winterbourne"].receipt in mails["cleo@example.org"]["Reply-To"]
    body = mails["cleo@example.org"].get_payload(0).get_payload(decode=True).decode()
    assert body.splitlines()[:3] == ["Dear Cleo Winterbourne,", "", "we will call you."]
    enquiries["Cleo Winterbourne"].refresh_from_db()
    assert enquiries["Cleo Winterbourne"].status == "contacted"


def test_two_at_once_see_each_other_and_nobody_overwrites(at_the_list, demo_site, new_page, sign_in, watch):
    watch.allow(r"409 .*/status/")
    page, other = at_the_list, new_page()
    page.get_by_role("link", name="Cleo Winterbourne").click()
    page.get_by_role("heading", name="Cleo Winterbourne").wait_for()
    sign_in(other, make_manager("jon"))
    other.goto(page.url)
    other.get_by_text("Also here now: mara").wait_for()
    page.get_by_role("button", name="Closed").click()
    page.get_by_text("is now: Closed").wait_for()
    other.get_by_role("button", name="Booked").click()
    other.get_by_text("Nothing of yours has been done yet").wait_for()
    keep(other, "inbox-conflict")
    expect(other.get_by_text("New → Closed")).to_be_visible()
    other.get_by_role("button", name="Do it all the same").click()
    other.get_by_text("is now: Booked").wait_for()


@pytest.fixture
def asked(at_the_list):
    """An enquiry in the manager's browser; what it asks before leaving, each time told to stay."""
    found = []
    at_the_list.on("dialog", lambda dialog: (found.append(dialog.type), dialog.dismiss()))
    at_the_list.get_by_role("link", name="Cleo Winterbourne").click()
    at_the_list.get_by_role("heading", name="Cleo Winterbourne").wait_for()
    at_the_list.wait_for_load_state("load")
    return found


def test_what_is_typed_is_not_left_without_a_question(at_the_list, asked):
    page, note = at_the_list, at_the_list.get_by_label("Note", exact=True)
    note.click()
    page.keyboard.type("Called, nobody there")
    page.get_by_role("button", name="Closed").click()
    page.get_by_role("link", name="Back to the list").click()
    expect(note).to_have_value("Called, nobody there")
    assert asked == ["beforeunload", "beforeunload"]
    page.get_by_role("button", name="Add the note").click()
    page.locator("#timeline").get_by_text("Called, nobody there").wait_for()
    page.get_by_role("button", name="Closed").click()
    page.get_by_text("is now: Closed").wait_for()
    assert len(asked) == 2


def test_sending_one_text_asks_about_the_other(at_the_list, asked):
    page = at_the_list
    page.get_by_label("Note", exact=True).click()
    page.keyboard.type("Called")
    page.locator("summary", has_text="The visitor answered").click()
    page.get_by_label("What the visitor wrote or said").fill("Thanks")
    page.get_by_role("button", name="Add the answer").click()
    expect(page.get_by_label("What the visitor wrote or said")).to_have_value("Thanks")
    assert asked == ["beforeunload"]


def test_a_refused_text_is_in_sight_and_still_asked_about(at_the_list, asked, watch, axe):
    watch.allow(r"422 .*/answer/")
    page, answer = at_the_list, at_the_list.get_by_label("What the visitor wrote or said")
    page.locator("summary", has_text="The visitor answered").click()
    answer.fill("x" * 20_001)
    page.get_by_role("button", name="Add the answer").click()
    page.get_by_text("This is too long to be kept").wait_for()
    expect(answer).to_be_focused()
    assert len(answer.input_value()) == 20_001
    assert axe(page) == []
    keep(page, "inbox-refused")
    answer.press("End")
    page.get_by_role("button", name="Closed").click()
    expect(answer).to_be_visible()
    assert asked == ["beforeunload"]


def test_enter_in_the_reason_changes_no_status(at_the_list, enquiries):
    page = at_the_list
    page.get_by_role("link", name="Ada Hollis").click()
    page.get_by_label("Reason, where it ends").fill("Wrong number")
    page.get_by_label("Reason, where it ends").press("Enter")
    page.get_by_role("button", name="Closed").click()
    page.get_by_text("is now: Closed").wait_for()
    moves = enquiries["Ada Hollis"].events.filter(kind="status").values_list("detail", flat=True)
    assert list(moves.order_by("pk")) == ["new > contacted", "contacted > closed\nWrong number"]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_long_word_stays_within_the_head(demo_site, manager, sign_in, request, screen):
    page = request.getfixturevalue(screen)
    receipt = make_receipt(ContactPage.objects.first(), condition="x" * 200)
    sign_in(page, manager)
    page.goto(f"{demo_site.url}/admin/enquiries/{receipt.enquiry_id}/")
    page.locator(".cw-enquiry__line").wait_for()
    keep(page, "inbox-long-word")
    assert page.locator(".cw-enquiry__line").evaluate("line => line.scrollWidth - line.clientWidth") <= 0
