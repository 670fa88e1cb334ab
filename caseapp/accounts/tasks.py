"""Upkeep of sign-ins."""

from django.core.management import call_command

from caseapp.core.queue import task


@task("accounts.clear_sessions")
def clear_sessions() -> None:
    """Delete sessions that have run out: what a browser once held must not outlive it."""
    call_command("clearsessions")
