"""Countenance: complaints about faces captured without consent, from the first question to the money paid."""

from caseapp.celery import app as celery_app

__all__ = ["celery_app"]
