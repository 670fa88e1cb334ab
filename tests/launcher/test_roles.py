"""What the two roles of the database may do, in our server and in one of the operator."""

# The only names put into SQL here are random ones made a line before.
# ruff: noqa: S608

import os
import re
import uuid

import psycopg2
import pytest

from caseapp.core.launcher.errors import LauncherError
from caseapp.core.launcher.postgres import Passwords, PostgresServer
from caseapp.core.launcher.roles import set_up_outside_server
from caseapp.core.launcher.supervisor import Child
from caseapp.core.launcher.throwaway import ClusterUrls, throwaway_home
from tests.launcher.site import execute


class TestRoles:
    def test_neither_role_rises_above_its_rights(self, cluster: ClusterUrls) -> None:
        rows = execute(
            cluster.app_url,
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles "
            "WHERE rolname IN ('app', 'migrator') ORDER BY rolname",
        )
        assert rows == [
            ("app", False, False, False, False, False),
            ("migrator", False, False, True, False, False),
        ]

    def test_the_application_reads_and_changes_rows(self, cluster: ClusterUrls, table: str) -> None:
        execute(cluster.app_url, f"INSERT INTO {table} (word) VALUES ('second')")
        execute(cluster.app_url, f"UPDATE {table} SET word = 'third' WHERE word = 'second'")
        execute(cluster.app_url, f"DELETE FROM {table} WHERE word = 'first'")
        assert execute(cluster.app_url, f"SELECT id, word FROM {table}") == [(2, "third")]

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE mine (id int)",
            "CREATE SCHEMA mine",
            "CREATE DATABASE mine",
            "CREATE ROLE mine",
            "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "ALTER ROLE app SUPERUSER",
            "SET ROLE migrator",
            "SET ROLE postgres",
            "SET session_replication_role = replica",
            "TRUNCATE {table}",
            "ALTER TABLE {table} DISABLE TRIGGER ALL",
            "DROP TABLE {table}",
            "SELECT pg_read_file('/etc/passwd')",
            "COPY {table} TO PROGRAM 'cat'",
        ],
    )
    def test_the_application_is_refused(self, cluster: ClusterUrls, table: str, statement: str) -> None:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            execute(cluster.app_url, statement.format(table=table))

    def test_row_level_security_holds_the_application(self, cluster: ClusterUrls, table: str) -> None:
        execute(cluster.migrator_url, f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        assert execute(cluster.app_url, f"SELECT count(*) FROM {table}") == [(0,)]
        execute(cluster.app_url, "SET row_security = on")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            execute(cluster.app_url, f"SET row_security = off; SELECT count(*) FROM {table}")

    def test_there_is_no_network_and_no_entry_without_a_password(self, cluster: ClusterUrls) -> None:
        assert execute(cluster.app_url, "SHOW listen_addresses") == [("",)]
        without_password = re.sub(r":[^:@/]+@", "@", cluster.app_url)
        for user in ("app", "migrator", "postgres"):
            with pytest.raises(psycopg2.OperationalError, match="no password supplied"):
                psycopg2.connect(without_password.replace("app@", f"{user}@"), passfile=os.devnull)

    def test_a_new_database_has_extensions_and_rights(self, cluster: ClusterUrls) -> None:
        name = f"probe_{uuid.uuid4().hex}"
        execute(cluster.migrator_url, f"CREATE DATABASE {name}")
        try:
            migrator, app = (
                url.replace("/countenance?", f"/{name}?") for url in (cluster.migrator_url, cluster.app_url)
            )
            execute(migrator, "CREATE TABLE probe (word text)")
            execute(app, "INSERT INTO probe VALUES ('宁波')")
            assert execute(app, "SELECT similarity('宁波公司', '宁波公') > 0.3, unaccent('é')") == [(True, "e")]
            found = execute(app, "SELECT extname FROM pg_extension ORDER BY 1")
            assert {("pg_trgm",), ("btree_gist",), ("unaccent",)} <= set(found)
        finally:
            execute(cluster.migrator_url, f"DROP DATABASE {name}")

    def test_text_and_checksums_are_as_decided(self, cluster: ClusterUrls) -> None:
        query = "SELECT pg_encoding_to_char(encoding), datctype, current_setting('data_checksums') FROM pg_database"
        rows = execute(cluster.app_url, query + " WHERE datname = 'countenance'")
        assert rows == [("UTF8", "C.UTF-8", "on")]


class TestOutsideServer:
    def test_gets_roles_and_database_by_their_addresses_and_again(self) -> None:
        with throwaway_home() as home:
            server = PostgresServer(home, Passwords.make(), durable=False)
            server.create()
            child = Child(server.service(home.root / "log"))
            child.spawn()
            try:
                child.wait_ready()
                superuser = f"postgres://postgres:{server.passwords.superuser}@/postgres?host={home.sockets}"
                owner = f"postgres://owner:p%40ss@/faces?host={home.sockets}"
                app = f"postgres://web:w%2Frd@/faces?host={home.sockets}"
                for _ in range(2):
                    set_up_outside_server(superuser, owner, app)
                execute(owner, "CREATE TABLE IF NOT EXISTS probe (word text)")
                execute(app, "INSERT INTO probe VALUES ('x')")
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    execute(owner, "CREATE DATABASE other")
            finally:
                child.stop()

    @pytest.mark.parametrize(
        ("owner", "app"),
        [
            ("postgres://owner:p@/faces", "postgres://web:w@/others"),
            ("postgres://owner@/faces", "postgres://web:w@/faces"),
            ("", "postgres://web:w@/faces"),
        ],
    )
    def test_refuses_addresses_that_say_too_little(self, owner: str, app: str) -> None:
        with pytest.raises(LauncherError, match="must name a user"):
            set_up_outside_server("postgres:///postgres", owner, app)
