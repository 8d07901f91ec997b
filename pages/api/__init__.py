"""The delivery API: the public content as typed JSON, a router to add to a NinjaAPI. Enquiries are another app's."""

from .router import router

__all__ = ["router"]
