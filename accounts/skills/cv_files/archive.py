"""Members of a ZIP archive, unpacked within bounds. Members that nobody asks for are never opened."""

import io
import zipfile
import zlib

from accounts.skills.cv_files.bounds import (
    MOST_MEMBERS,
    MOST_TIMES_PACKED,
    MOST_UNPACKED,
    SMALL_ENOUGH,
    UnreadableFile,
)

ENCRYPTED = 1  # the bit of a member's flags
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)


class Archive:
    def __init__(self, content: bytes):
        try:
            self.file = zipfile.ZipFile(io.BytesIO(content))
        except BROKEN as error:
            raise UnreadableFile("broken") from error
        if len(self.file.filelist) > MOST_MEMBERS:
            raise UnreadableFile("too big inside")
        self.names = frozenset(self.file.namelist())

    def read(self, name: str) -> bytes:
        member = self.file.getinfo(name)
        if member.flag_bits & ENCRYPTED:
            raise UnreadableFile("locked")
        most = min(
            MOST_UNPACKED,
            max(SMALL_ENOUGH, member.compress_size * MOST_TIMES_PACKED),
        )
        # What the archive says of the size may be a lie: it is counted while it unpacks.
        try:
            with self.file.open(member) as opened:
                content = opened.read(most + 1)
        except BROKEN as error:
            raise UnreadableFile("broken") from error
        if len(content) > most:
            raise UnreadableFile("too big inside")
        return content
