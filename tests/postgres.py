"""A throw-away PostgreSQL cluster, made from the machine's own binaries and gone after the run.

python -m tests.postgres COMMAND …     runs a command with DATABASE_URL set to it
"""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c listen_addresses=''"


INSTALLED = Path("/usr/lib/postgresql")  # a folder for each version


def version(path):
    return [int(number) for number in re.findall(r"\d+", path.parts[-3])]


def binary(name):
    """Of the newest version."""
    found = sorted(INSTALLED.glob(f"*/bin/{name}"), key=version) or [
        Path(shutil.which(name) or "")
    ]
    if not found[-1].is_file():
        raise RuntimeError("The tests need PostgreSQL: apt install postgresql")
    return str(found[-1])


class Cluster:
    """Reached through a socket in a folder with a short path. PostgreSQL refuses root, which becomes its user here."""

    def __init__(self, options=OPTIONS, folder=None):
        """With the folder of one that another process started, that one."""
        self.folder = Path(folder or tempfile.mkdtemp(prefix="cp-pg-", dir="/tmp"))
        self.data = self.folder / "data"
        self.options = options
        self.run_as = []
        if os.getuid() == 0:
            shutil.chown(self.folder, *(pwd.getpwnam("postgres")[2:4]))
            self.run_as = ["runuser", "-u", "postgres", "--"]

    def call(self, name, *arguments):
        command = [*self.run_as, binary(name), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder)

    def start(self):
        """Make the cluster if it is new, start it, and give the address of its database."""
        if not self.data.exists():
            self.call(
                "initdb",
                "-D",
                str(self.data),
                "-U",
                "careerpath",
                "--auth=trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            )
        self.call(
            "pg_ctl",
            "-D",
            str(self.data),
            "-w",
            "-o",
            f"-k {self.folder} {self.options}",
            "-l",
            str(self.folder / "log"),
            "start",
        )
        return self.address("postgres")

    def address(self, name):
        return f"postgres://careerpath@/{name}?host={self.folder}"

    def create(self, name, *options):
        self.call(
            "createdb", "-h", str(self.folder), "-U", "careerpath", *options, name
        )
        return self.address(name)

    def stop(self, mode="fast"):
        self.call("pg_ctl", "-D", str(self.data), "-m", mode, "stop")

    def remove(self):
        self.stop("immediate")  # what would be written to the disk first is thrown away
        shutil.rmtree(self.folder, ignore_errors=True)


def main(command):
    cluster = Cluster()
    try:
        environment = {**os.environ, "DATABASE_URL": cluster.start()}
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
