"""Seals facts, tasks and gaps as a case file's notes are; the plain columns go."""

from typing import Any

from django.db import migrations, models

from caseapp.core.sealing import seal

COLUMNS = (
    ("casetask", "title", "sealed_title"),
    ("casefact", "text", "sealed_text"),
    ("elementproof", "gap", "sealed_gap"),
)
BATCH = 500


def seal_texts(apps: Any, schema_editor: Any) -> None:
    """Row by row, bound to the row as `SealedTexts` binds it."""
    for model, plain, sealed in COLUMNS:
        rows = apps.get_model("litigation", model)._base_manager
        for pk, text in rows.exclude(**{plain: ""}).values_list("pk", plain).iterator(BATCH):
            rows.filter(pk=pk).update(**{sealed: seal(text.encode(), context=f"litigation.{model}.{sealed}:{pk}")})


class Migration(migrations.Migration):
    dependencies = [("litigation", "0009_messages")]

    operations = [
        *(
            migrations.AddField(model, sealed, models.BinaryField(editable=False, null=True))
            for model, _plain, sealed in COLUMNS
        ),
        migrations.RunPython(seal_texts, elidable=False),
        *(migrations.RemoveField(model, plain) for model, plain, _sealed in COLUMNS),
    ]
