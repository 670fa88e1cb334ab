"""The site that the browser tests meet, as cheap as the real one is for a browser that comes back."""

from contextlib import suppress
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.http import HttpRequest, HttpResponseBase
from django.test.testcases import LiveServerThread


class KeptFiles(StaticFilesHandler):
    """Files that a browser may keep: it would ask for forty of them anew with every page."""

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        response = super().serve(request)
        response["Cache-Control"] = "max-age=3600"
        return response


class KeepingServer(ThreadedWSGIServer):
    """Every line of a browser is a thread, which leaves its connection to the database to the next."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.kept: list[Any] = []
        self.is_over = False

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        with suppress(IndexError):
            connections["default"] = self.kept.pop()
        super().process_request_thread(request, client_address)

    def _close_connections(self) -> None:
        held = connections["default"]
        if self.is_over or held.in_atomic_block:
            held.close()
        elif held.connection is not None:
            if not held.allow_thread_sharing:
                held.inc_thread_sharing()
            self.kept.append(held)

    def server_close(self) -> None:
        super().server_close()
        self.is_over = True
        while self.kept:
            self.kept.pop().close()


class SiteThread(LiveServerThread):
    """The server of one run."""

    server_class = KeepingServer

    def __init__(self) -> None:
        super().__init__("localhost", KeptFiles)
        self.daemon = True

    def __enter__(self) -> str:
        self.start()
        self.is_ready.wait()
        if self.error:
            raise self.error
        return f"http://{self.host}:{self.port}"

    def __exit__(self, *_fault: object) -> None:
        self.terminate()
