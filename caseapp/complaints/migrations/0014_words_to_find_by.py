"""An index of the words of complaints that the database keeps, and the queue's counts read from an index alone."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# The same scripts, pairs and languages as `caseapp.core.words.search_vector`; a test holds the two together.
WORDS = r"""
CREATE FUNCTION complaints_words(told text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    script CONSTANT text :=
        '[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+';
    plain text := normalize(told, NFKC);
    pairs text := '';
BEGIN
    IF plain ~ script THEN
        SELECT string_agg(pair, ' ' ORDER BY place, number) INTO pairs
        FROM regexp_matches(plain, script, 'g') WITH ORDINALITY AS run (characters, place),
            LATERAL (
                SELECT number, one || coalesce(lead(one) OVER (ORDER BY number), '') AS pair
                FROM string_to_table(characters[1], NULL) WITH ORDINALITY AS each_one (one, number)
            ) AS neighbours;
        plain := regexp_replace(plain, script, ' ', 'g');
    END IF;
    RETURN to_tsvector('english', plain) || to_tsvector('simple', pairs);
END $$;

CREATE FUNCTION complaints_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO complaints_complaintwords (complaint_id, told, place)
    VALUES (NEW.id, complaints_words(NEW.narrative || ' / ' || NEW.venue_name), complaints_words(NEW.venue_name))
    ON CONFLICT (complaint_id) DO UPDATE SET told = EXCLUDED.told, place = EXCLUDED.place;
    RETURN NULL;
END $$;
CREATE TRIGGER complaints_words_of_new AFTER INSERT ON complaints_complaint
    FOR EACH ROW EXECUTE FUNCTION complaints_keep_words();
CREATE TRIGGER complaints_words_of_changed AFTER UPDATE OF narrative, venue_name ON complaints_complaint
    FOR EACH ROW WHEN ((OLD.narrative, OLD.venue_name) IS DISTINCT FROM (NEW.narrative, NEW.venue_name))
    EXECUTE FUNCTION complaints_keep_words();

INSERT INTO complaints_complaintwords (complaint_id, told, place)
SELECT id, complaints_words(narrative || ' / ' || venue_name), complaints_words(venue_name) FROM complaints_complaint;
"""

UNDO = """
DROP TRIGGER complaints_words_of_new ON complaints_complaint;
DROP TRIGGER complaints_words_of_changed ON complaints_complaint;
DROP FUNCTION complaints_keep_words();
DROP FUNCTION complaints_words(text);
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0013_when_its_record_went")]

    operations = [
        migrations.CreateModel(
            name="ComplaintWords",
            fields=[
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="complaints.complaint",
                    ),
                ),
                ("told", django.contrib.postgres.search.SearchVectorField()),
                ("place", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["told"], name="complaints_words_told"),
                    django.contrib.postgres.indexes.GinIndex(fields=["place"], name="complaints_words_place"),
                ],
            },
        ),
        migrations.RunSQL(WORDS, UNDO),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                fields=["authority", "state", "-id"], include=["owner", "disposed_at"], name="complaints_queue_counted"
            ),
        ),
        migrations.RemoveIndex(model_name="complaint", name="complaints_queue"),
    ]
