"""The one socket that all workers take connections from.

It belongs to this program alone: a second server on its port is refused by the system. While its door is closed the
system drops new connections unanswered, and a browser asks again a second later: so nobody is let in whom nobody will
serve, before the first worker is ready and while workers end.
"""

import ctypes
import errno
import socket
import struct
import sys
import time

BACKLOG = 1024
# Of Linux, without names in Python's socket module.
ATTACH_FILTER, DETACH_FILTER = 26, 27
DROP_ALL = struct.pack("HBBI", 6, 0, 0, 0)  # the filter “return 0”
WAITING = 24  # where TCP_INFO of a listener says how many connections nobody took yet
HAS_DOOR = sys.platform == "linux"


class PortRefused(Exception):
    """The address cannot be served; says why."""


class Listener:
    def __init__(self, host: str, port: int):
        self.socket = bind(host, port)
        self.close_door()
        try:
            self.socket.listen(BACKLOG)
        except OSError as error:
            raise PortRefused(describe_refusal(host, port, error)) from error
        self.socket.setblocking(False)

    def fileno(self) -> int:
        return self.socket.fileno()

    def close_door(self):
        if HAS_DOOR:
            program = ctypes.create_string_buffer(DROP_ALL)
            address = struct.pack("HL", 1, ctypes.addressof(program))
            self.socket.setsockopt(socket.SOL_SOCKET, ATTACH_FILTER, address)

    def open_door(self):
        if HAS_DOOR:
            self.socket.setsockopt(socket.SOL_SOCKET, DETACH_FILTER, 0)

    def wait_until_all_are_taken(self, seconds: float):
        """Until every connection that passed the door is with a worker, but no longer than this."""
        deadline = time.monotonic() + seconds
        while self.count_waiting() and time.monotonic() < deadline:
            time.sleep(0.02)

    def count_waiting(self) -> int:
        if not HAS_DOOR:
            return 0
        known = self.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
        return struct.unpack_from("I", known, WAITING)[0]


def bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except OSError as error:
        raise PortRefused(describe_refusal(host, port, error)) from error
    return made


def describe_refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights: use one above 1023, behind a proxy."
    return f"{host}:{port} cannot be served: {error.strerror}."
