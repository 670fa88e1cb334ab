"""Takes from the application's role what it never needs: to change or delete rows that are only ever added."""

from django.db import migrations

REVOKE = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON billing_invoiceentry, billing_creditnote FROM app;
    END IF;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_time_and_invoices")]

    operations = [migrations.RunSQL(REVOKE, migrations.RunSQL.noop)]
