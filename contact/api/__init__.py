"""The enquiries of the JSON API: a router to add to a NinjaAPI, and what that API needs around it."""

from ..strict_json import BrokenJsonError
from .conditional import KEPT, make_conditional
from .enquiries import router
from .problems import ProblemAPI, problem_response
from .strict_parser import StrictParser

__all__ = ["KEPT", "BrokenJsonError", "ProblemAPI", "StrictParser", "make_conditional", "problem_response", "router"]
