from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.AddField("draft", "sealed_contact", models.BinaryField(editable=False, null=True)),
        migrations.AddField("draft", "sealed_receipt", models.BinaryField(editable=False, null=True)),
        migrations.AddField("draft", "receipt_until", models.DateTimeField(editable=False, null=True)),
    ]
