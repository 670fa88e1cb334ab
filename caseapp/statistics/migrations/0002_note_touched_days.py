"""Triggers that note which days of which authorities a change touched, a statement at a time."""

from django.db import migrations

COMPLAINTS = """
CREATE FUNCTION statistics_touch_complaints() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO statistics_touched (authority_id, day)
        SELECT DISTINCT authority_id, (moment AT TIME ZONE 'UTC')::date
        FROM new_rows, unnest(ARRAY[submitted_at, acknowledged_at, closed_at]) AS moment
        WHERE authority_id IS NOT NULL AND moment IS NOT NULL;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO statistics_touched (authority_id, day)
        SELECT DISTINCT authority_id, (moment AT TIME ZONE 'UTC')::date
        FROM old_rows, unnest(ARRAY[submitted_at, acknowledged_at, closed_at]) AS moment
        WHERE authority_id IS NOT NULL AND moment IS NOT NULL;
    ELSE
        INSERT INTO statistics_touched (authority_id, day)
        SELECT DISTINCT touched.authority_id, (moment AT TIME ZONE 'UTC')::date
        FROM old_rows AS was JOIN new_rows AS now USING (id),
            LATERAL (VALUES
                (was.authority_id, ARRAY[was.submitted_at, was.acknowledged_at, was.closed_at]),
                (now.authority_id, ARRAY[now.submitted_at, now.acknowledged_at, now.closed_at])
            ) AS touched (authority_id, moments),
            unnest(touched.moments) AS moment
        WHERE touched.authority_id IS NOT NULL AND moment IS NOT NULL
            AND (was.authority_id, was.state, was.outcome, was.submitted_at, was.acknowledged_at, was.closed_at,
                 was.jurisdiction_id, was.sector, was.use, was.respondent_id)
            IS DISTINCT FROM
                (now.authority_id, now.state, now.outcome, now.submitted_at, now.acknowledged_at, now.closed_at,
                 now.jurisdiction_id, now.sector, now.use, now.respondent_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER statistics_inserted AFTER INSERT ON complaints_complaint
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION statistics_touch_complaints();
CREATE TRIGGER statistics_updated AFTER UPDATE ON complaints_complaint
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION statistics_touch_complaints();
CREATE TRIGGER statistics_deleted AFTER DELETE ON complaints_complaint
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION statistics_touch_complaints();
"""
LEDGER = """
CREATE FUNCTION statistics_touch_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO statistics_touched (authority_id, day)
    SELECT DISTINCT fine.authority_id, line."on"
    FROM new_rows AS line JOIN enforcement_fine AS fine ON fine.id = line.fine_id;
    RETURN NULL;
END $$;
CREATE TRIGGER statistics_inserted AFTER INSERT ON enforcement_ledgerentry
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION statistics_touch_ledger();
"""
WHAT_IS_THERE = """
INSERT INTO statistics_touched (authority_id, day)
SELECT DISTINCT authority_id, (moment AT TIME ZONE 'UTC')::date
FROM complaints_complaint, unnest(ARRAY[submitted_at, acknowledged_at, closed_at]) AS moment
WHERE authority_id IS NOT NULL AND moment IS NOT NULL
UNION
SELECT fine.authority_id, line."on"
FROM enforcement_ledgerentry AS line JOIN enforcement_fine AS fine ON fine.id = line.fine_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0011_when_a_complaint_ended"),
        ("enforcement", "0007_instalments"),
        ("statistics", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            COMPLAINTS,
            "DROP TRIGGER statistics_inserted ON complaints_complaint;"
            "DROP TRIGGER statistics_updated ON complaints_complaint;"
            "DROP TRIGGER statistics_deleted ON complaints_complaint;"
            "DROP FUNCTION statistics_touch_complaints();",
        ),
        migrations.RunSQL(
            LEDGER,
            "DROP TRIGGER statistics_inserted ON enforcement_ledgerentry; DROP FUNCTION statistics_touch_ledger();",
        ),
        migrations.RunSQL(WHAT_IS_THERE, migrations.RunSQL.noop),
    ]
