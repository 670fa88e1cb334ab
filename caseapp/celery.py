"""The Celery application: every task is published from the outbox and named by its app."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caseapp.settings.dev")

app = Celery("countenance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
