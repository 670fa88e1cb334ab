"""Indexes and a function by which names are found that were typed with an error or two, in any script."""

from django.db import migrations

# Trigrams end at blanks. Set apart, each Chinese character is a word of its own, and one wrong one leaves the others.
APART = r"""
CREATE FUNCTION respondents_apart(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(
        name, '([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])', ' \1 ', 'g'
    )
$$;
CREATE INDEX respondents_name_near ON respondents_respondent USING gin (respondents_apart(name) gin_trgm_ops);
CREATE INDEX respondents_local_near ON respondents_respondent USING gin (respondents_apart(name_local) gin_trgm_ops);
CREATE INDEX respondents_alias_near ON respondents_alias USING gin (respondents_apart(name) gin_trgm_ops);
CREATE INDEX respondents_site_near ON respondents_site USING gin (respondents_apart(name) gin_trgm_ops);
"""

# The threshold lets through what has two errors in eleven letters; who asks compares letter by letter afterwards.
NEAR = """
CREATE FUNCTION respondents_near(wanted text, most integer)
RETURNS TABLE (respondent_id bigint, name text, is_place boolean) LANGUAGE sql STABLE PARALLEL SAFE
SET pg_trgm.word_similarity_threshold = 0.4 AS $$
    SELECT alike.respondent_id, alike.name, alike.is_place
    FROM (
        SELECT id, name, false FROM respondents_respondent
        WHERE respondents_apart(name) %> respondents_apart(wanted) AND merged_into_id IS NULL
        UNION ALL
        SELECT id, name_local, false FROM respondents_respondent
        WHERE respondents_apart(name_local) %> respondents_apart(wanted) AND merged_into_id IS NULL
        UNION ALL
        SELECT respondent_id, name, false FROM respondents_alias
        WHERE respondents_apart(name) %> respondents_apart(wanted)
        UNION ALL
        SELECT respondent_id, name, true FROM respondents_site
        WHERE respondents_apart(name) %> respondents_apart(wanted)
    ) AS alike (respondent_id, name, is_place)
    ORDER BY word_similarity(respondents_apart(wanted), respondents_apart(alike.name)) DESC, alike.name
    LIMIT most
$$;
"""

UNDO = """
DROP FUNCTION respondents_near(text, integer);
DROP INDEX respondents_name_near, respondents_local_near, respondents_alias_near, respondents_site_near;
DROP FUNCTION respondents_apart(text);
"""


class Migration(migrations.Migration):
    dependencies = [("respondents", "0002_merges_and_sources")]

    operations = [migrations.RunSQL(APART + NEAR, UNDO)]
