"""The day to pay after an appeal stands with the appeal, so that what was late can be reckoned whatever came later."""

from django.db import migrations, models

DAYS = """
UPDATE enforcement_appeal appeal SET due_on = fine.due_on
FROM enforcement_fine fine
WHERE fine.id = appeal.fine_id AND appeal.decided_on IS NOT NULL AND fine.state IN ('due', 'part_paid', 'overdue')
    AND NOT EXISTS (SELECT FROM enforcement_appeal later WHERE later.fine_id = fine.id AND later.id > appeal.id)
    AND NOT EXISTS (SELECT FROM enforcement_instalmentplan plan WHERE plan.fine_id = fine.id AND plan.ended_at IS NULL)
"""


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0012_late_payment")]

    operations = [
        migrations.AddField(
            model_name="appeal",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="to be paid by, after the appeal"),
        ),
        migrations.RunSQL(DAYS, migrations.RunSQL.noop),
    ]
