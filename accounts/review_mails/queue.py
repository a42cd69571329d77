"""Mails that nobody waits for: a thread of each process sends them one after the other, after the answer.

A mail server that hangs holds this thread and no request. What does not leave stands in the log; the pages say it too.
"""

import logging
from queue import Full, Queue
from threading import Lock, Thread

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)
MOST_WAITING = 100


class MailQueue:
    def __init__(self):
        self.waiting: Queue[EmailMessage] = Queue(MOST_WAITING)
        self.lock = Lock()
        self.thread: Thread | None = None

    def put(self, mail: EmailMessage):
        self.start()
        try:
            self.waiting.put_nowait(mail)
        except Full:
            logger.error("A mail about a review was given up: too many wait")

    def start(self):
        """With the first mail: a thread would not survive the fork of a worker."""
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = Thread(target=self.send_all, name="mails", daemon=True)
                self.thread.start()

    def send_all(self):
        while True:
            mail = self.waiting.get()
            try:
                mail.send()
            except Exception as error:
                name = type(error).__name__
                logger.error("A mail about a review did not leave: %s", name)
            finally:
                self.waiting.task_done()


MAILS = MailQueue()
