"""Pictures of what the tests see, for whoever asks for them with PICTURES=folder."""

import os
from pathlib import Path

from playwright.sync_api import Page

FOLDER = os.environ.get("PICTURES", "")


def keep(page: Page, name: str) -> None:
    """Keep how a page looks, all of it, as `name-WIDTH.png`.

    The admin scrolls within itself, so that a picture of the whole needs a window as high as that.
    """
    if not FOLDER:
        return
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("Math.max(...[...document.querySelectorAll('main, body')].map(each => each.scrollHeight))")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    page.screenshot(path=Path(FOLDER) / f"{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(size)
