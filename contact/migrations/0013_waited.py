"""What reports take a median of, marks that can be looked for, and an index that holds all that a report asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("citewell_contact", "0012_names_for_hosts")]

    operations = [
        migrations.AddField("enquiryfigures", "waited", models.DurationField(null=True)),
        migrations.AddIndex("enquiryfigures", models.Index(fields=["condition"], name="figures_condition")),
        migrations.AddIndex("enquiryfigures", models.Index(fields=["campaign"], name="figures_campaign")),
        migrations.AddIndex("enquiryfigures", models.Index(fields=["referrer"], name="figures_referrer")),
        migrations.AddIndex("enquiryfigures", models.Index(fields=["source_page"], name="figures_source_page")),
        migrations.RemoveIndex("enquiry", "enquiry_newest"),
        migrations.AddIndex(
            "enquiry",
            models.Index(
                fields=["-created_at", "-id", "status", "routing", "anonymised_at"], name="enquiry_newest_figures"
            ),
        ),
    ]
