"""Reads a file in a process that has little memory, little time and no other file: see worker.py."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from accounts.skills.cv_files.bounds import (
    LONGEST_FILE,
    PATIENCE,
    UnreadableFile,
)

logger = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent.parent.parent
COMMAND = [sys.executable, "-m", "accounts.skills.cv_files.worker"]


def file_text(content: bytes) -> str:
    """Raises UnreadableFile. Of the file nothing is logged but its size."""
    if len(content) > LONGEST_FILE:
        raise UnreadableFile("long file")
    try:
        done = subprocess.run(  # noqa: S603  our own words
            COMMAND,
            input=content,
            capture_output=True,
            check=False,
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)},
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        logger.warning("A CV of %s bytes took too long to read.", len(content))
        raise UnreadableFile("too big inside") from None
    if done.returncode:
        logger.warning("A CV of %s bytes ended its reader: %s", len(content), done.returncode)  # fmt: skip
        raise UnreadableFile("too big inside")
    found = json.loads(done.stdout)
    if reason := found.get("refused"):
        logger.info("A CV of %s bytes was not read: %s", len(content), reason)
        raise UnreadableFile(reason)
    return found["text"]
