"""Every call of the delivery API in one router."""

from ninja import Router

from .read_library import router as library
from .read_pages import router as pages
from .read_preview import router as preview
from .read_site import router as site

router = Router()
for part in (pages, library, site, preview):
    router.add_router("", part)
