"""The call about what is the same on every page: the clinic and the menus."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from .answers import answer
from .contract import reads
from .describe.site import describe_site
from .finished import find_finished_list
from .parameters import TextParameters, check_parameters
from .public import asked_site
from .schemas import site as schemas
from .surrogate_keys import KEYS_OF_SITE

router = Router()


@reads(
    router,
    "/site",
    response=schemas.Site,
    summary="The clinic and the menus",
    operation_id="get_site",
    tag="site",
    errors=(404, 422),
)
def get_site(request: HttpRequest, asked: Query[TextParameters]) -> HttpResponse:
    """The clinic's own facts, its notices and colours, and the menus of the site."""
    check_parameters(request, asked)
    if finished := find_finished_list(request):
        return finished
    return answer(request, describe_site(asked_site(request), rich_text=asked.rich_text), keys=KEYS_OF_SITE)
