"""How gunicorn serves the site: `gunicorn caseapp.wsgi --config python:caseapp.core.web_server`.

There is no access log, because addresses of visitors are personal data.
"""

from typing import Any

BODY_PIECE_BYTES = 256 * 1024
"""How much of a request's body is taken from the connection at once; who reads a long body asks for this much."""

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 10
control_socket_disable = True
loglevel = "warning"


def on_starting(server: Any) -> None:
    """Receive as much at once as is read at once: what gunicorn holds beyond that it copies with every read."""
    from gunicorn.http.unreader import SocketUnreader

    SocketUnreader.max_body_chunk = BODY_PIECE_BYTES
