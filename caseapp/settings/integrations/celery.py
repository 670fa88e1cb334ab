"""Celery: JSON only, acknowledged late, and one table for everything that runs by the clock."""

from celery.schedules import crontab

from caseapp.settings.env import env

HARD_TIME_LIMIT_SECONDS = 300

CELERY_BROKER_URL = env("BROKER_URL")
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = HARD_TIME_LIMIT_SECONDS
CELERY_TASK_SOFT_TIME_LIMIT = HARD_TIME_LIMIT_SECONDS - 30
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_POOL = "caseapp.core.pool:Pool"
# A process of the pool that has not come up by then is killed; on a busy machine the default of 4 s is too short.
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60.0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A killed worker's message comes back after twice the hard limit; the sweep looks every second
# (the default looks every hundred).
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 2 * HARD_TIME_LIMIT_SECONDS,
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
    }
    if CELERY_BROKER_URL.startswith(("redis", "rediss", "sentinel"))
    else {}
)
CELERY_TIMEZONE = "UTC"

# The one schedule table. Each entry only enqueues; the work is in the named task.
CELERY_BEAT_SCHEDULE = {
    "forget-answers": {"task": "api.forget_answers", "schedule": 3600.0},
    "clear-sessions": {"task": "accounts.clear_sessions", "schedule": 3600.0},
    "sweep-outbox": {"task": "core.sweep_outbox", "schedule": 30.0},
    "expire-drafts": {"task": "intake.expire_drafts", "schedule": 3600.0},
    "resume-examinations": {"task": "evidence.resume_examinations", "schedule": 60.0},
    "remove-expired-uploads": {"task": "evidence.remove_expired_uploads", "schedule": 3600.0},
    "anchor-heads": {"task": "evidence.anchor_heads", "schedule": crontab(hour="1", minute="7")},
    "remove-what-expired": {"task": "evidence.remove_what_expired", "schedule": 3600.0},
    "remove-orphan-files": {"task": "evidence.remove_orphan_files", "schedule": 3600.0},
    "watch-views": {"task": "casework.watch_views", "schedule": 3600.0},
    "expire-recovery-keys": {"task": "complaints.expire_recovery_keys", "schedule": 3600.0},
    "find-alike": {"task": "complaints.find_alike", "schedule": crontab(hour="2", minute="17")},
    "expire-matter-archives": {"task": "moving.expire_archives", "schedule": 3600.0},
    "expire-take-outs": {"task": "personal.expire_take_outs", "schedule": 3600.0},
    "report-progress": {"task": "complaints.report_progress", "schedule": 3600.0},
    "write-precedent-digests": {"task": "precedents.write_digests", "schedule": 3600.0},
    "mark-missed-days": {"task": "enforcement.mark_missed_days", "schedule": 3600.0},
    "send-reminders-of-fines": {"task": "enforcement.send_reminders", "schedule": 3600.0},
    "mark-overdue-fines": {"task": "enforcement.mark_overdue_fines", "schedule": 3600.0},
    "warn-of-limitation": {"task": "litigation.warn_of_limitation", "schedule": 3600.0},
    "recheck-conflicts": {"task": "litigation.recheck_every_firm", "schedule": crontab(hour="3", minute="11")},
    "make-due-reports": {"task": "exports.make_due_reports", "schedule": 3600.0},
    "expire-exports": {"task": "exports.expire", "schedule": 3600.0},
    "copy-the-register": {"task": "register.make_snapshot", "schedule": crontab(hour="1", minute="37")},
    "count-touched-days": {"task": "statistics.count_touched", "schedule": 60.0},
    "count-rising-clusters": {"task": "statistics.count_rising", "schedule": 3600.0},
    "mark-orders": {"task": "enforcement.mark_orders", "schedule": 3600.0},
}
