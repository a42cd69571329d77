"""How much of a file is read. What a stranger sends may be built to grow without end."""

LONGEST_FILE = 5 * 1024 * 1024  # bytes
LONGEST_TEXT = 100_000  # characters
MOST_UNPACKED = 20 * 1024 * 1024  # bytes of one member of an archive
MOST_TIMES_PACKED = (
    100  # a member that unpacks to more than so many times its size is built to hurt
)
SMALL_ENOUGH = (
    1024 * 1024
)  # bytes; below it a text may repeat itself as often as it likes
MOST_MEMBERS = 5_000  # files in an archive
MOST_PAGES = 50
MOST_ROWS = 5_000  # of one table
MOST_SECONDS = 1.6  # of processor time
PATIENCE = 8.0  # seconds that somebody waits on a busy machine
MOST_MEMORY = 48 * 1024 * 1024  # bytes beyond what the process needs to start


class UnreadableFile(Exception):
    """`reason` is one of those of words.py."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class BoundedText:
    """Lines that together may not be longer than what is read of a text."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.length = 0

    def add(self, line: str) -> None:
        self.length += len(line) + 1
        if self.length > LONGEST_TEXT:
            raise UnreadableFile("long text")
        self.lines.append(line)

    def __str__(self) -> str:
        return "\n".join(self.lines)
