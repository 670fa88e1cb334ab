from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0017_words_of_a_referral")]

    operations = [
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("reopening_asked_at__isnull", False)),
                fields=["authority", "reopening_asked_at"],
                name="complaints_contested",
            ),
        ),
    ]
