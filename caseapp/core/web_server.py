"""How gunicorn serves the site: `gunicorn caseapp.wsgi --config python:caseapp.core.web_server`.

There is no access log, because addresses of visitors are personal data.
"""

import gc
from typing import Any

BODY_PIECE_BYTES = 1024 * 1024
"""How much of a long body is asked for at once: as much as gunicorn receives at once, for less and more are slower."""

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 10
control_socket_disable = True
loglevel = "warning"


def post_worker_init(_worker: Any) -> None:
    """What was loaded lives as long as the process: looking through it for rubbish would hold up a page now and then
    for a quarter of a second.
    """
    gc.freeze()
