"""What a web server runs."""

from cms.wsgi import application
from pages.snapshots.door import Door


def test_finished_pages_are_given_out_before_django():
    assert isinstance(application, Door)
