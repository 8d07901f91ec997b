"""The JSON API at /api/v1/: which routers it has. What each of them does lives in its app."""

from contact.api import ProblemAPI, StrictParser
from contact.api import router as enquiries
from pages.api import router as content

api = ProblemAPI(
    title="Citewell",
    version="1",
    description="What a front end of its own needs of a clinic's site. Errors are Problem Details (RFC 9457).",
    urls_namespace="citewell_api",
    docs_url=None,
    parser=StrictParser(),
)
api.add_router("", content)
api.add_router("", enquiries)
