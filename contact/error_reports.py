"""What an error report may hold: where it happened, and nothing of what anybody wrote."""

from __future__ import annotations

from types import FrameType
from typing import Any

from django.http import HttpRequest, QueryDict
from django.views.debug import SafeExceptionReporterFilter


class WordlessReporterFilter(SafeExceptionReporterFilter):
    """Leaves local variables and posted values out of every report, also where Django's own code held them.

    Marking our functions with `sensitive_variables` would not do: the words of a visitor pass through Django's forms,
    models and templates, whose frames are in the report too. Set it as DEFAULT_EXCEPTION_REPORTER_FILTER; the
    views of this app use it whatever the project's settings say. While DEBUG is on it changes nothing, as its base.
    """

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        """The names of what was posted, without the values."""
        posted: Any = super().get_post_parameters(request)
        if not posted or not self.is_active(request):
            return posted
        hidden = QueryDict(mutable=True)
        for name in posted:
            hidden[name] = self.cleansed_substitute
        return hidden

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> Any:
        """The names of the variables, without their values."""
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]


def keep_words_out_of_reports(request: HttpRequest) -> None:
    """For the reports about this request, in any project."""
    request.exception_reporter_filter = WordlessReporterFilter()
