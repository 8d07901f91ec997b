"""Wagtail's own form page as its documentation makes it: the peer that the intake is measured against."""
