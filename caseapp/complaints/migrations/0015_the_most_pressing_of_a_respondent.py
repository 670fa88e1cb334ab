from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0014_words_to_find_by")]

    operations = [
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["respondent", "priority", "id"], name="complaints_respondent_urgent"),
        ),
    ]
