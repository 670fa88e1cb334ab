"""A distribution whose money went back is on hold, and may be taken back."""

from django.db import migrations, models

STATES = ["approved", "discarded", "held", "prepared", "withdrawn"]


class Migration(migrations.Migration):
    dependencies = [
        ("litigation", "0012_offers_lapse"),
    ]

    operations = [
        migrations.AlterField(
            model_name="distribution",
            name="state",
            field=models.CharField(
                choices=[
                    ("prepared", "Prepared"),
                    ("approved", "Approved"),
                    ("held", "On hold"),
                    ("withdrawn", "Taken back"),
                    ("discarded", "Discarded"),
                ],
                default="prepared",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.RemoveConstraint(model_name="distribution", name="litigation_distribution_state_known"),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=STATES), name="litigation_distribution_state_known"
            ),
        ),
    ]
