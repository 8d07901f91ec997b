"""Wagtail's own form page as its documentation makes it: the peer of the intake, and of the inbox."""
