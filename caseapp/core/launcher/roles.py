"""Who may do what in the database: one place for the embedded server and for one that an operator runs."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg2
from psycopg2 import sql

from .errors import LauncherError

EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")

# Yields a cursor of a superuser in the database of that name, each statement on its own.
Session = Callable[[str], AbstractContextManager[Any]]


@dataclass(frozen=True)
class Role:
    """A role of the database, with the password it signs in by."""

    name: str
    password: str


@dataclass(frozen=True)
class Rights:
    """The database `database`: `owner` makes its tables, `app` works with their rows.

    `owner` may make other databases where tests do (`may_create_databases`). `app` may read and change rows of what
    `owner` makes, and nothing else: it makes and truncates no table, and may not bypass row-level
    security, of which there is none yet.
    """

    database: str
    owner: Role
    app: Role
    may_create_databases: bool = False

    def set_up(self, session: Session) -> None:
        """Make or put right the roles, the database, its extensions and rights; all there costs milliseconds."""
        with session("postgres") as cursor:
            ensure_role(cursor, self.owner, "CREATEDB" if self.may_create_databases else "NOCREATEDB")
            ensure_role(cursor, self.app, "NOCREATEDB")
        if self.may_create_databases:
            # What is made from template1 (the tests' databases) shall have the same extensions and rights.
            self.grant(session, "template1")
        with session("postgres") as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database])
            if cursor.fetchone() is None:
                make = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template1")
                cursor.execute(make.format(sql.Identifier(self.database), sql.Identifier(self.owner.name)))
        self.grant(session, self.database)

    def grant(self, session: Session, database: str) -> None:
        """Add the extensions to `database`, and let `app` use every table that `owner` will make there."""
        default = "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT {} ON {} TO {}"
        with session(database) as cursor:
            for extension in EXTENSIONS:
                cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
            for rights, things in (("SELECT, INSERT, UPDATE, DELETE", "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
                statement = sql.SQL(default).format(
                    sql.Identifier(self.owner.name), sql.SQL(rights), sql.SQL(things), sql.Identifier(self.app.name)
                )
                cursor.execute(statement)


def ensure_role(cursor: Any, role: Role, createdb: str) -> None:
    """Make `role`, or give it the password and the few rights it shall have."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role.name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    attributes = f"LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION {createdb}"
    statement = sql.SQL(f"{verb} ROLE {{}} {attributes} PASSWORD {{}}")
    cursor.execute(statement.format(sql.Identifier(role.name), sql.Literal(role.password)))


def set_up_outside_server(superuser_url: str, owner_url: str, app_url: str) -> None:
    """Give a server that an operator runs the roles and the database that the two addresses name.

    Refuses addresses without a user, a password and one and the same database.
    """
    owner, app = urlsplit(owner_url), urlsplit(app_url)
    names = {parts.path.removeprefix("/") for parts in (owner, app)}
    if len(names) != 1 or not all((*names, owner.username, owner.password, app.username, app.password)):
        raise LauncherError(
            "MIGRATION_DATABASE_URL and DATABASE_URL must name a user and a password each, and the same database.",
            "Write them as postgres://migrator:PASSWORD@HOST/countenance and postgres://app:PASSWORD@HOST/countenance.",
        )

    def role(name: str | None, password: str | None) -> Role:
        return Role(unquote(name or ""), unquote(password or ""))

    @contextmanager
    def session(database: str) -> Iterator[Any]:
        with closing(psycopg2.connect(superuser_url, dbname=database, connect_timeout=10)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor

    rights = Rights(unquote(names.pop()), role(owner.username, owner.password), role(app.username, app.password))
    try:
        rights.set_up(session)
    except psycopg2.Error as fault:
        raise LauncherError(
            "The database server did not take the set-up.", "See what it says:", detail=str(fault).strip()
        ) from fault
