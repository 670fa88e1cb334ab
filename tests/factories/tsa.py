"""A time-stamping authority of our own on loopback, made with openssl: root, stamping certificate, HTTP."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CONFIGURATION = """
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[stamp]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = tsa_config
[tsa_config]
dir = {folder}
serial = $dir/serial
crypto_device = builtin
signer_cert = $dir/stamp.pem
signer_key = $dir/stamp.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass
class Tsa:
    """Where it answers, and the root that its stamps lead to. `change` may spoil answers; `down` refuses all."""

    folder: Path
    url: str = ""
    asked: int = 0
    down: bool = False
    change: Callable[[bytes], bytes] = field(default=lambda answer: answer)

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def reply(self, query: bytes) -> bytes:
        """What `openssl ts -reply` says to a query."""
        (self.folder / "query.tsq").write_bytes(query)
        _openssl(self.folder, "ts", "-reply", "-queryfile", "query.tsq", "-out", "reply.tsr", "-config", "tsa.cnf")
        return (self.folder / "reply.tsr").read_bytes()


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=30)


def made(folder: Path) -> Tsa:
    """Root and stamping certificate in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))
    (folder / "serial").write_text("01\n")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "tsa.cnf")
    _openssl(folder, "req", "-x509", *curve, "-keyout", "root.key", "-out", "root.pem", "-days", "30",
             "-subj", "/CN=Loopback root", "-extensions", "root")  # fmt: skip
    _openssl(folder, "req", *curve, "-keyout", "stamp.key", "-out", "stamp.csr", "-subj", "/CN=Loopback clock")
    _openssl(folder, "x509", "-req", "-in", "stamp.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "2",
             "-out", "stamp.pem", "-days", "30", "-extfile", "tsa.cnf", "-extensions", "stamp")  # fmt: skip
    return Tsa(folder)


@contextmanager
def serving(tsa: Tsa) -> Iterator[Tsa]:
    """Let it answer on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            tsa.asked += 1
            query = self.rfile.read(int(self.headers["Content-Length"]))
            if tsa.down:
                self.send_error(503)
                return
            answer = tsa.change(tsa.reply(query))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    tsa.url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield tsa
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
