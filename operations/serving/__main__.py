"""bin/serve [--host HOST] [--port PORT]: serves the site until Ctrl+C or TERM; HUP reloads it."""

import signal

# A Ctrl+C while the rest is loaded, which takes long on a busy machine, ends the program without a trace of Python's.
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import argparse
import multiprocessing
import ssl
import subprocess
import sys
from pathlib import Path

from operations.serving.minutely import Minutely

STOP = (signal.SIGINT, signal.SIGTERM)
PREPARE = [sys.executable, "manage.py", "prepare"]
PUBLISH_DUE = [sys.executable, "manage.py", "publish_due"]
END_SECONDS = 5  # for prepare, whose work is in transactions
STARTED = """
  careerpath is at http://localhost:{port}   (stop it with Ctrl+C)
  An editor's account for http://localhost:{port}/admin/ is made with: make editor
"""


def main():
    options = read_options()
    check_certificate(options)
    for number in (*STOP, signal.SIGHUP):
        signal.signal(number, end_program)
    # Slow to load, and a signal would go unheard.
    from operations.serving.listener import Listener, PortRefused

    try:
        listener = Listener(options.host, options.port)
    except PortRefused as refused:
        sys.exit(f"{refused}{advice(options)}")
    if options.local:
        prepare()
        print(STARTED.format(port=options.port), flush=True)  # noqa: T201  this is a command
    serve(listener, options)


def check_certificate(options):
    """What granian would end with a trace."""
    if not (options.certificate or options.key):
        return
    if not (options.certificate and options.key):
        sys.exit("HTTPS needs both: --certificate and --key.")
    for path in (options.certificate, options.key):
        try:
            path.read_bytes()
        except OSError as error:
            sys.exit(f"{path} cannot be read: {error.strerror}.")
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key, password="")
    except (ssl.SSLError, ValueError):
        sys.exit(
            f"{options.certificate} and {options.key} are no certificate in PEM with its key, without a password."
        )


def serve(listener, options):
    from granian.constants import HTTPModes
    from granian.log import LogLevels

    from operations.serving.server import Server

    multiprocessing.set_start_method("fork")
    server = Server(
        options.application,
        listener,
        reloads=not options.local,
        beside=beside_server(options),
        address=options.host,
        port=options.port,
        workers=options.workers,
        http=HTTPModes.auto if options.certificate else HTTPModes.http1,
        respawn_failed_workers=True,
        log_level=LogLevels.error if options.local else LogLevels.info,
        ssl_cert=options.certificate,
        ssl_key=options.key,
    )
    server.serve()


def beside_server(options):
    """On one's own machine nobody sets up cron: drafts with a time are published from here."""
    return Minutely(PUBLISH_DUE) if options.local else None


def prepare():
    """In a session of its own: a Ctrl+C reaches this program alone, which then ends it."""
    process = subprocess.Popen(PREPARE, start_new_session=True)  # noqa: S603  our own words
    try:
        code = process.wait()
    except SystemExit:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        raise
    if code:
        sys.exit(code)


def end_program(number, frame):
    """Before the server listens to signals itself."""
    for each in (*STOP, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    sys.exit(0)


def read_options():
    parser = argparse.ArgumentParser(prog="bin/serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default="8000", type=port_number)
    parser.add_argument("--workers", default=2, type=int, choices=range(1, 65))
    parser.add_argument("--certificate", type=Path, help="for HTTPS without a proxy")
    parser.add_argument("--key", type=Path, help="of the certificate, PKCS#8")
    parser.add_argument("--application", required=True, help="WSGI; bin/serve names it")
    parser.add_argument("--local", action="store_true", help="prepare first")
    return parser.parse_args()


def port_number(text: str) -> int:
    if text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= 65535:
        return int(text)
    sys.exit(f"PORT={text} is not a port: use a number from 1 to 65535.")


def advice(options) -> str:
    other = options.port + 1 if options.port < 65535 else 8000
    return f" Try: make run PORT={other}" if options.local else ""


if __name__ == "__main__":
    main()
