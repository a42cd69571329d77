"""A request of RSGI as the environ of WSGI."""

import io
import sys

ONLY_ONE = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def environ_of(scope, body: bytes) -> dict:
    server, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path_of(scope),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    add_headers(environ, scope.headers)
    if scope.authority and "HTTP_HOST" not in environ:  # HTTP/2
        environ["HTTP_HOST"] = scope.authority
    return environ


def path_of(scope) -> str:
    """Its bytes as letters, as WSGI wants it."""
    return scope.path.encode().decode("latin-1")


def add_headers(environ: dict, headers):
    for name, value in headers.items():
        if "_" in name:  # it would pass for the header with hyphens, which a proxy sets
            continue
        if key := ONLY_ONE.get(name):
            environ.setdefault(key, value)
            continue
        key = "HTTP_" + name.upper().replace("-", "_")
        if key in environ:
            joint = "; " if name == "cookie" else ","
            value = f"{environ[key]}{joint}{value}"
        environ[key] = value
    # Granian leaves out what is not all ASCII. That cookies came must be known all the same.
    if "cookie" in headers:
        environ.setdefault("HTTP_COOKIE", "")
