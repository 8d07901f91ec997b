"""A form page of `wagtail.contrib.forms` that mails each submission, with nothing added."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractEmailForm, AbstractFormField


class FormField(AbstractFormField):
    """A field that staff put on the form."""

    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")


class FormPage(AbstractEmailForm):
    """The page; its templates hold the form and a sentence, so that none of its time is ours."""

    template = "benchmarks/form_page.html"
    landing_page_template = "benchmarks/form_page_landing.html"
