"""What one worker of the server does at once, and for how long it waits for others."""

import re

# Threads. Changes may wait for a writer or for a mail server: those who only read have threads of their own.
READERS = 8
CHANGERS = 5
# Pages that compute for long have few, so that those who read go on; who had to wait for one too long has the last.
COMPUTERS = 1
HURRIED = 1
# As many connections to PostgreSQL a worker may need.
THREADS = READERS + CHANGERS + COMPUTERS + HURRIED

# How long a change waits for its turn while none of the others ends, in seconds. As long as they end it waits on.
TURN_SECONDS = 5
MOST_WAITING = 1_000  # changes
# How long a page that computes waits for its turn, whatever the others do; and then for one among the hurried. No such
# page is to take three seconds.
COMPUTED_SECONDS = 1
HURRIED_SECONDS = 1.5
# After so long a thread that computes makes way for one that reads. Python's 5 ms are waited after each row that a page
# reads from SQLite.
SWITCH_SECONDS = 0.001

HEAD_SECONDS = 10  # until the head of a request has arrived
BODY_SECONDS = 20  # until its body has
LONGEST_BODY = 1024 * 1024  # bytes
# Of a form with a file: five megabytes of it, and room for the other fields.
LONGEST_UPLOAD = 5 * 1024 * 1024 + 512 * 1024
UPLOADS = re.compile("/(?:[a-z]+(?:-[a-z]+)?/)?my/(?:cv|data/import)/")
# Bodies that arrive at the same time; and the bytes of all that came and are not answered.
MOST_BODIES = 5_000
MOST_BYTES = 64 * 1024 * 1024

# At a stop or reload: for connections that wait to be taken; then until nobody has asked for a while, but not for ever.
DRAIN_SECONDS = 1.5
SETTLE_SECONDS = 0.5
LONGEST_SETTLE_SECONDS = 1.5
# Then requests under way are answered that they were not finished; then workers are killed. All together it is ten.
GIVE_UP_SECONDS = 6
FINISH_SECONDS = 7
START_SECONDS = 60  # for new workers of a reload, on a busy machine

# Connections of a worker, as far as the system lets it have so many; and files that it needs for itself.
MOST_CONNECTIONS = 20_000
OWN_FILES = 200


def longest_body(path: str) -> int:
    """In bytes, of a request for a path."""
    return LONGEST_UPLOAD if UPLOADS.fullmatch(path) else LONGEST_BODY
