"""Sites for tests: local servers behind names of a resolver of our own, and a network that notes each connection."""

import socket
import threading
from contextlib import closing, contextmanager

from guide.freshness.asking import Web


class Network:
    """Names and their addresses; a name with several lists of addresses answers another one each time."""

    def __init__(self, names, servers=None):
        self.names = {
            host: list(map(list, found))
            if isinstance(next(iter(found), None), list)
            else [found]
            for host, found in names.items()
        }
        self.servers = servers or {}  # by address
        self.connections = []

    def resolve(self, host, port):
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "no such host")
        answers = self.names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, address, port, seconds):
        self.connections.append((address, port))
        if address not in self.servers:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.servers[address]), seconds)

    def web(self, **rules):
        return Web(resolve=self.resolve, connect=self.connect, **rules)


@contextmanager
def serving(answer):
    """The port of a server on this machine that sends what `answer` says of each request; heard is what came."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        heard = []
        threading.Thread(
            target=serve, args=(server, answer, heard), daemon=True
        ).start()
        yield server.getsockname()[1], heard


def serve(server, answer, heard):
    while True:
        try:
            opened, _address = server.accept()
        except OSError:
            return
        threading.Thread(
            target=serve_one, args=(opened, answer, heard), daemon=True
        ).start()


def serve_one(opened, answer, heard):
    with opened:
        request = b""
        while not is_whole(request) and (part := opened.recv(4096)):
            request += part
        heard.append(request.decode("latin-1"))
        try:
            for part in answer(heard[-1]):
                opened.sendall(part)
        except OSError:
            return


def is_whole(request):
    """Or the first bytes of TLS, which this server does not speak."""
    return b"\r\n\r\n" in request or request.startswith(b"\x16")
