"""A host may have models that are called as ours are: Wagtail's models must not know ours by the class alone."""

import pytest
from django.apps import apps

LABELS = {"citewell_pages", "citewell_contact", "citewell_outbox"}


@pytest.mark.parametrize("label", sorted(LABELS))
def test_no_way_back_is_named_after_the_class_alone(label):
    models = apps.get_app_config(label).get_models()
    ways_back = {
        str(field): field.remote_field.get_accessor_name(model)
        for model in models
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation and field.related_model._meta.app_label not in LABELS
    }
    free = {field for field, name in ways_back.items() if not name.startswith(("citewell_", "_citewell_", "+"))}
    assert free == set()
