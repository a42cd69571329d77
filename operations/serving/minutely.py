"""A command that runs each minute beside the server of local mode, as cron would run it elsewhere."""

import subprocess
import time

END_SECONDS = 5  # what it does is in transactions


class Minutely:
    """`tick` may be called as often as one likes. A command that takes longer than a minute is not started twice."""

    def __init__(self, command: list[str], seconds: float = 60):
        self.command, self.seconds = command, seconds
        self.next_at = 0.0
        self.process: subprocess.Popen | None = None

    def tick(self):
        now = time.monotonic()
        if now < self.next_at or (self.process and self.process.poll() is None):
            return
        self.next_at = now + self.seconds
        # In a session of its own: the Ctrl+C of a terminal is for the server, which ends it.
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603  our own words

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
