"""Drafts are readable with their code alone from here on.

Answers kept in the clear so far cannot be sealed under a code that nobody was given: such drafts end now, and the
task that clears away expired drafts takes them with their files.
"""

from django.db import migrations, models
from django.utils import timezone


def end_open_drafts(apps, schema_editor):
    drafts = apps.get_model("intake", "Draft").objects
    drafts.filter(complaint=None).update(expires_at=timezone.now())
    drafts.update(sealed_receipt=None, receipt_until=None)


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_sealed_contact_and_receipt")]

    operations = [
        migrations.RunPython(end_open_drafts, migrations.RunPython.noop),
        migrations.RemoveField("draft", "answers"),
        migrations.RemoveField("draft", "sealed_contact"),
        migrations.AddField("draft", "lookup", models.CharField(editable=False, max_length=64, null=True, unique=True)),
        migrations.AddField("draft", "sealed", models.BinaryField(editable=False, null=True)),
        migrations.AddField("draft", "sealed_code", models.BinaryField(editable=False, null=True)),
    ]
