from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enforcement", "0010_bank_files_and_reminders"),
        ("evidence", "0010_inquiry_vaults"),
    ]

    operations = [
        migrations.AddField(
            model_name="complianceorder",
            name="files",
            field=models.ManyToManyField(related_name="+", to="evidence.evidenceitem"),
        ),
        migrations.AddField(
            model_name="orderproof",
            name="files",
            field=models.ManyToManyField(related_name="+", to="evidence.evidenceitem"),
        ),
    ]
