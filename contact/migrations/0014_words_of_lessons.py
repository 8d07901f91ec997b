"""What was marked as spam is known again by its words alone, however often these came."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("citewell_contact", "0013_waited")]

    operations = [
        migrations.AddField(
            "spamlesson", "words", models.CharField(max_length=32, blank=True, default="", db_default="")
        ),
        migrations.AddIndex(
            "spamlesson",
            models.Index(fields=["words"], condition=models.Q(is_spam=True), name="spam_lesson_words"),
        ),
    ]
