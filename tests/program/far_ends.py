"""A small static far end: recorded answers by path, the query ignored, 404 for everything else."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


@contextmanager
def serving(answers: Mapping[str, Path | bytes], content_type: str = "") -> Iterator[str]:
    """The address of a server with these answers; types follow the path's ending unless one is given."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            answer = answers.get(path)
            body = answer.read_bytes() if isinstance(answer, Path) else answer
            self.send_response(404 if body is None else 200)
            kind = content_type or ("text/xml; charset=utf-8" if path.endswith(".xml") else "application/json")
            self.send_header("Content-Type", kind if body is not None else "text/plain")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
