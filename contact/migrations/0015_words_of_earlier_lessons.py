"""The fingerprints of what staff marked before, from the traces of those enquiries."""

from django.db import migrations
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def copy_words(apps, schema_editor):
    """Write to each lesson what the trace of its enquiry says."""
    trace = apps.get_model("citewell_contact", "SpamTrace").objects.filter(enquiry=OuterRef("enquiry"))
    lessons = apps.get_model("citewell_contact", "SpamLesson").objects.filter(words="")
    lessons.update(words=Coalesce(Subquery(trace.values("words")[:1]), Value("")))


class Migration(migrations.Migration):
    dependencies = [("citewell_contact", "0014_words_of_lessons")]

    operations = [migrations.RunPython(copy_words, migrations.RunPython.noop)]
