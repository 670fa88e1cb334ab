from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_internal_notes")]

    operations = [
        migrations.RenameField(model_name="bulkitem", old_name="why", new_name="why_en"),
        migrations.AddField(model_name="bulkitem", name="why_zh", field=models.CharField(blank=True, max_length=300)),
    ]
