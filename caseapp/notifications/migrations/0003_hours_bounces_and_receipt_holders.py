"""When mails come, whether they came back, and the same choices for people without an account."""

import datetime
import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_choices(apps, schema_editor):
    """Whoever wanted mails gets them at once, as before; every row gets a key of its own."""
    preferences = apps.get_model("notifications", "Preference")
    for row in preferences.objects.all():
        row.mode = "at_once" if row.email else "none"
        row.unsubscribe_key = uuid.uuid4()
        row.save(update_fields=["mode", "unsubscribe_key"])


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("notifications", "0002_address_of_people_without_account"),
    ]

    operations = [
        migrations.AddField("delivery", "due_at", models.DateTimeField(null=True)),
        migrations.AddField("delivery", "message_id", models.CharField(blank=True, db_index=True, max_length=120)),
        migrations.AlterField(
            "delivery",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "Waits to be sent"),
                    ("sending", "Being sent"),
                    ("sent", "Sent"),
                    ("failed", "Not sent yet: the mail server did not take it"),
                    ("unsure", "May not have been sent"),
                    ("bounced", "Came back"),
                    ("skipped", "Not sent: no longer wanted"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "preference",
            "mode",
            models.CharField(
                choices=[
                    ("none", "No e-mail\nYou read everything here when you come back."),
                    ("at_once", "When something happens\nOutside your quiet hours."),
                    (
                        "daily",
                        "Once a day\nOne mail at the time you choose, and only when there is news.",
                    ),
                ],
                default="none",
                max_length=10,
                verbose_name="e-mail",
            ),
        ),
        migrations.AddField(
            "preference", "daily_at", models.TimeField(default=datetime.time(18), verbose_name="time of the daily mail")
        ),
        migrations.AddField(
            "preference", "quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet from")
        ),
        migrations.AddField(
            "preference", "quiet_until", models.TimeField(blank=True, null=True, verbose_name="quiet until")
        ),
        migrations.AddField(
            "preference", "time_zone", models.CharField(default="UTC", max_length=40, verbose_name="time zone")
        ),
        migrations.AddField("preference", "bounced_at", models.DateTimeField(null=True)),
        migrations.AddField("preference", "bounced_status", models.CharField(blank=True, max_length=12)),
        migrations.AddField("preference", "bounced_address", models.CharField(blank=True, max_length=64)),
        migrations.AddField("preference", "receipt_complaint", models.BigIntegerField(null=True, unique=True)),
        migrations.AlterField(
            "preference",
            "user",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notice_preference",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("preference", "unsubscribe_key", models.UUIDField(editable=False, null=True)),
        migrations.RunPython(keep_choices, migrations.RunPython.noop),
        migrations.AlterField(
            "preference",
            "unsubscribe_key",
            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.RemoveField("preference", "email"),
        migrations.AddConstraint(
            "preference",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("receipt_complaint__isnull", True), ("user__isnull", False)),
                    models.Q(("receipt_complaint__isnull", False), ("user__isnull", True)),
                    _connector="OR",
                ),
                name="notifications_preference_one_reader",
            ),
        ),
    ]
