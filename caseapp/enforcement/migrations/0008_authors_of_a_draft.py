"""Everybody who wrote a version of a draft is kept, so that none of them approves it."""

from django.conf import settings
from django.db import migrations, models


def known_authors(apps, schema_editor):
    decision = apps.get_model("enforcement", "Decision")
    author = decision.authors.through
    author.objects.bulk_create(
        (
            author(decision_id=pk, user_id=drafted_by)
            for pk, drafted_by in decision.objects.values_list("pk", "drafted_by_id").iterator()
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("enforcement", "0007_instalments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="authors",
            field=models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(known_authors, migrations.RunPython.noop, elidable=True),
    ]
