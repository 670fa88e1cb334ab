import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0012_stripped_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecognisedWords",
            fields=[
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("program", models.CharField(max_length=40)),
                ("languages", models.CharField(max_length=80)),
                ("layout", models.PositiveSmallIntegerField()),
                ("sealed_layers", models.BinaryField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recognised",
                        to="evidence.evidenceitem",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "recognised words",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "sha256", "program", "languages", "layout"), name="evidence_words_once"
                    )
                ],
            },
        ),
    ]
