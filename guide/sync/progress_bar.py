"""A progress bar for people: on a terminal only."""

import time

WIDTH = 30


class Bar:
    def __init__(self, stream):
        self.stream = stream if stream.isatty() else None
        self.drawn_at = 0.0

    def __call__(self, what: str, done: int, total: int):
        if self.stream and time.monotonic() - self.drawn_at > 0.1:
            self.drawn_at = time.monotonic()
            filled = WIDTH * min(done, total) // max(total, 1)
            self.stream.write(
                f"\r{what:<9} {'█' * filled}{'·' * (WIDTH - filled)} {100 * done // max(total, 1):3}%"
            )
            self.stream.flush()

    def clear(self):
        if self.stream and self.drawn_at:
            self.stream.write("\r\033[K")
            self.stream.flush()
