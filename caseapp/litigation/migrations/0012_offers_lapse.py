"""Offers end with their suit: those left open in a suit that was decided, settled or ended before have lapsed."""

from typing import Any

from django.db import migrations, models

STATES = ["accepted", "lapsed", "open", "refused", "taken_back"]
TO_SETTLE = ["preparing", "filed", "served", "answered", "mediation", "hearing"]


def lapse(apps: Any, schema_editor: Any) -> None:
    offers = apps.get_model("litigation", "Offer").objects.filter(state="open")
    offers.exclude(suit__state__in=TO_SETTLE).update(state="lapsed")


class Migration(migrations.Migration):
    dependencies = [
        ("litigation", "0011_limitation_met_by_suit"),
    ]

    operations = [
        migrations.AlterField(
            model_name="offer",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("accepted", "Accepted"),
                    ("refused", "Refused"),
                    ("taken_back", "Taken back"),
                    ("lapsed", "Lapsed"),
                ],
                default="open",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.RemoveConstraint(model_name="offer", name="litigation_offer_state_known"),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=STATES), name="litigation_offer_state_known"
            ),
        ),
        migrations.RunPython(lapse, migrations.RunPython.noop),
    ]
