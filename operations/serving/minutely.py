"""A command that runs each minute beside the server of local mode, as cron would run it elsewhere.

As there, when a minute of the clock begins: a draft's time is a whole minute, so it waits for no more than the command.
"""

import subprocess
import time

END_SECONDS = 5  # what it does is in transactions


class Minutely:
    """`tick` may be called as often as one likes. A command that takes longer than a minute is not started twice."""

    def __init__(self, command: list[str], seconds: float = 60, clock=time.time):
        self.command, self.seconds, self.clock = command, seconds, clock
        self.minute: float | None = None  # the one for which it ran
        self.process: subprocess.Popen | None = None

    def tick(self):
        minute = self.clock() // self.seconds
        if minute == self.minute or (self.process and self.process.poll() is None):
            return
        self.minute = minute
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
