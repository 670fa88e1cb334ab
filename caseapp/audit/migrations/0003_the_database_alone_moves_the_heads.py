"""Lets the trigger alone move the heads of the chains: it runs with its owner's rights, and the application has none."""

from django.db import migrations

TAKE = """
ALTER FUNCTION pgtrigger_link_c12eb() SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_chainhead FROM app;
    END IF;
END
$$;
"""

GIVE_BACK = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN
        GRANT INSERT, UPDATE, DELETE ON audit_chainhead TO app;
    END IF;
END
$$;
ALTER FUNCTION pgtrigger_link_c12eb() SECURITY INVOKER RESET search_path;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_app_only_adds")]

    operations = [migrations.RunSQL(TAKE, GIVE_BACK)]
