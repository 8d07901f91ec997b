"""A form page as Wagtail's own form builder has them: the peer of the inbox, installed for the benchmarks alone."""
