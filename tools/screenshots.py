"""`make screenshots`: draws docs/screenshots/ anew from the demo content of a site started in a folder of its own.

`SITE=http://127.0.0.1:8000` with ADMIN_USERNAME and ADMIN_PASSWORD takes a running site instead; nothing is sent to it
then but what signing in needs, so that pictures of what has to be made first are left as they are. So is the preview in
the example front end where that was not built.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cms.installation import FILE_NAME, read_values  # noqa: E402
from tests.browser.chromium import find_chromium, start_chromium  # noqa: E402

FOLDER = ROOT / "docs/screenshots"
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
# A4 at 96 dots an inch; what the printer leaves white around is added to the picture.
PAPER_MARGIN = 57
PAPER = {"viewport": {"width": 794 - 2 * PAPER_MARGIN, "height": 1123 - 2 * PAPER_MARGIN}}
COLOURS = 128
LARGEST_BYTES = 300_000
SECONDS_TO_START = 300
ENQUIRIES = (
    ("question", "Ada Hollis", "Do you work together with my physiotherapist?"),
    ("become a client", "Ben Okafor", "My doctor suggested that I ask you about treatment."),
    ("consultation", "Carla Weiss", "I would like to come in, best on a morning."),
)
FRONTEND = ROOT / "examples/frontend"
BUILT = "dist/server/entry.mjs"


@dataclass(frozen=True)
class Site:
    """A site that answers: its address, the login of its admin, and whether enquiries may be sent to it."""

    url: str
    username: str
    password: str
    is_own: bool


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def temporary_site() -> Iterator[Site]:
    """Start the demo in a folder that is thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="citewell-screenshots-") as folder:
        port = free_port()
        environ = os.environ | {"VAR_DIR": folder, "PORT": str(port), "BASE_URL": f"http://127.0.0.1:{port}"}
        process = subprocess.Popen([sys.executable, str(ROOT / "tools/run.py")], env=environ, stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process)
            kept = read_values((Path(folder) / FILE_NAME).read_text())
            yield Site(f"http://127.0.0.1:{port}", kept["ADMIN_USERNAME"], kept["ADMIN_PASSWORD"], True)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the address answers; SystemExit when the process ends before that or takes too long."""
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    sys.exit(f"Nothing answers at {url}.")


@contextmanager
def front_end(site: Site) -> Iterator[str]:
    """Start the example front end of the site; give its address, '' where it was not built."""
    if not (FRONTEND / BUILT).exists():
        print("The example front end is not built: cd examples/frontend && npm ci && npm run build")
        yield ""
        return
    port = free_port()
    environ = os.environ | {"HOST": "127.0.0.1", "PORT": str(port), "CITEWELL_URL": site.url}
    process = subprocess.Popen(["node", BUILT], cwd=FRONTEND, env=environ, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def chosen_site() -> Iterator[Site]:
    """Give the site named in SITE, or one of its own."""
    if url := os.environ.get("SITE"):
        yield Site(url.rstrip("/"), os.environ["ADMIN_USERNAME"], os.environ["ADMIN_PASSWORD"], False)
        return
    with temporary_site() as site:
        yield site


def addresses(site: Site) -> list[str]:
    """Return every public address of the site."""
    with urllib.request.urlopen(f"{site.url}/sitemap.xml") as answer:  # noqa: S310
        return re.findall(r"<loc>(.*?)</loc>", answer.read().decode())


def keep(page: Page, name: str, *, height: int | None = None, margin: int = 0) -> None:
    """Write what the page shows, or its first `height` CSS pixels, in few colours: a picture for a README."""
    path = FOLDER / f"{name}.png"
    clip = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height} if height else None
    page.screenshot(path=path, clip=clip, full_page=height is not None, animations="disabled")
    picture = ImageOps.expand(Image.open(path).convert("RGB"), margin, "white")
    picture.quantize(COLOURS).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}  {size // 1000} kB")
    if size > LARGEST_BYTES:
        sys.exit(f"{path.name} is larger than {LARGEST_BYTES // 1000} kB.")


def send_enquiries(browser: Browser, site: Site) -> None:
    """Send what three visitors might, through the form itself."""
    page = browser.new_page(**DESK)
    for kind, name, message in ENQUIRIES:
        page.goto(f"{site.url}/contact/")
        page.get_by_label(kind).check()
        page.get_by_label("Your name").fill(name)
        page.get_by_role("textbox", name="E-mail").fill(f"{name.split()[0].lower()}@mail.example")
        page.get_by_label("Your message").fill(message)
        page.get_by_label("I agree").check()
        page.locator("form button[type=submit]").last.click()
        page.wait_for_load_state()
    page.close()


def draw_public(browser: Browser, site: Site) -> str:
    """Draw what a visitor sees; return the title of the condition page that was drawn."""
    desk = browser.new_page(**DESK)
    desk.goto(site.url)
    keep(desk, "home-desk", height=1400)
    condition = next(url for url in addresses(site) if re.search(r"/conditions/[^/]+/$", url))
    desk.goto(condition)
    keep(desk, "condition-desk", height=1500)
    title = desk.get_by_role("heading", level=1).inner_text()
    desk.locator("table").first.evaluate("table => window.scrollTo(0, table.getBoundingClientRect().top - 420)")
    keep(desk, "evidence-desk")
    desk.goto(f"{site.url}/contact/")
    keep(desk, "contact-desk", height=1400)
    phone = browser.new_page(**PHONE)
    phone.goto(condition)
    keep(phone, "condition-phone", height=1300)
    phone.goto(f"{site.url}/contact/")
    keep(phone, "contact-phone", height=1300)
    paper = browser.new_page(**PAPER)
    paper.emulate_media(media="print")
    paper.goto(condition)
    keep(paper, "condition-print", height=2 * PAPER["viewport"]["height"], margin=PAPER_MARGIN)
    return title


def sign_in(browser: Browser, site: Site) -> Page:
    """Return a page on which the administrator is signed in."""
    page = browser.new_page(**DESK)
    page.goto(f"{site.url}/admin/login/")
    page.locator("[name=username]").fill(site.username)
    page.locator("[name=password]").fill(site.password)
    page.locator("form [type=submit]").first.click()
    page.wait_for_url(f"{site.url}/admin/")
    return page


def open_editor(page: Page, site: Site, title: str) -> None:
    """Open the editor on a page."""
    page.goto(f"{site.url}/admin/pages/search/?q={title}")
    page.locator("a[href*='/edit/']").filter(has_text=title).first.click()
    page.locator(".Draftail-Editor").first.wait_for()


def draw_admin(page: Page, site: Site, title: str) -> None:
    """Draw what those who work with the site see: the editor, what pages want, the enquiries, the report on them."""
    open_editor(page, site, title)
    keep(page, "editor")
    for name, path in (("content-health", "reports/content-health/"), ("report", "enquiries/report/")):
        page.goto(f"{site.url}/admin/{path}", wait_until="networkidle")
        keep(page, name)
    page.goto(f"{site.url}/admin/enquiries/", wait_until="networkidle")
    keep(page, "enquiries")


def draw_enquiry(page: Page, site: Site) -> None:
    """Draw one enquiry of those that were sent."""
    page.goto(f"{site.url}/admin/enquiries/")
    page.get_by_role("link", name=ENQUIRIES[0][1]).first.click()
    page.wait_for_load_state("networkidle")
    keep(page, "enquiry")


def draw_webhook(page: Page, site: Site, address: str) -> None:
    """Draw an endpoint of webhooks as it is made."""
    page.goto(f"{site.url}/admin/webhooks/new/")
    page.get_by_label("Description").fill("The website's front end")
    page.get_by_role("textbox", name="Address").fill(address)
    for box in page.locator("[name=events]").all():
        if not (box.get_attribute("value") or "").startswith("enquiry"):
            box.check()
    keep(page, "webhook", height=1000)


def draw_preview(page: Page, site: Site, title: str, address: str) -> None:
    """Draw the editor with its preview in another front end."""
    page.goto(f"{site.url}/admin/settings/citewell_pages/sitesettings/")
    page.get_by_role("tab", name="Front end").click()
    page.locator("[name=frontend_url]").fill(address)
    page.locator("main form [type=submit]").first.click()
    page.wait_for_load_state()
    open_editor(page, site, title)
    page.get_by_role("button", name=re.compile("Toggle preview")).first.click()
    page.frame_locator("iframe#w-preview-iframe").locator("h1").first.wait_for()
    page.wait_for_load_state("networkidle")
    keep(page, "headless-preview")


def main() -> int:
    """Draw everything."""
    path = find_chromium()
    if path is None:
        sys.exit("There is no Chromium: install it, or say where it is with CHROMIUM=/path.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with chosen_site() as site, sync_playwright() as playwright:
        browser = start_chromium(playwright, path)
        if site.is_own:
            send_enquiries(browser, site)
        title = draw_public(browser, site)
        page = sign_in(browser, site)
        draw_admin(page, site, title)
        page.goto(f"{site.url}/api/v1/docs")
        page.locator(".opblock").first.wait_for()
        keep(page, "api")
        if site.is_own:
            draw_enquiry(page, site)
            draw_webhook(page, site, "https://www.clinic.example/revalidate")
            with front_end(site) as address:
                if address:
                    draw_preview(page, site, title, address)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
