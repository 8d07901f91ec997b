"""Every call of the delivery API in one router."""

from ninja import Router

from .read_library import router as library
from .read_pages import router as pages
from .read_site import router as site

router = Router()
for part in (pages, library, site):
    router.add_router("", part)
