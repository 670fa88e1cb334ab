"""The worker's pool of processes: one that is killed while the worker starts is replaced like any other."""

from celery.concurrency.prefork import TaskPool


class Pool(TaskPool):  # type: ignore[misc]  # Celery has no types
    """Celery ends the whole worker when a process of its pool is gone by the time it begins to listen."""

    def did_start_ok(self) -> bool:
        """Leave it to the event loop, which finds who is gone and starts another."""
        return True
