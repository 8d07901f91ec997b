"""The enquiries of the JSON API: a router to add to a NinjaAPI, and what that API needs around it."""

from .enquiries import router
from .problems import ProblemAPI, problem_response
from .strict_parser import StrictParser

__all__ = ["ProblemAPI", "StrictParser", "problem_response", "router"]
