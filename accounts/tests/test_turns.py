import fcntl
import os
import threading

import pytest
from django.db import ConnectionHandler, OperationalError, transaction

from accounts.models import State, StepProgress, write_lock
from accounts.models.write_lock import writer_queue, writers
from guide.tests.factory import make_step


@pytest.fixture
def file_database(tmp_path):
    """A connection to a database in a folder of its own; nothing asks it, so it never opens."""
    engine = "django.db.backends.sqlite3"
    return ConnectionHandler(
        {"default": {"ENGINE": engine, "NAME": str(tmp_path / "careerpath.sqlite3")}}
    )["default"]


@pytest.fixture
def other_process(tmp_path):
    """What another process would lock: a lock belongs to who opened the folder."""
    folder = os.open(tmp_path, os.O_RDONLY)
    yield lambda: fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(folder)


def test_who_saves_keeps_threads_and_processes_waiting(file_database, other_process):
    with writer_queue(file_database):
        assert writers.locked()
        with pytest.raises(BlockingIOError):
            other_process()

    assert not writers.locked()
    other_process()


def test_a_save_that_fails_ends_its_turn(file_database, other_process):
    with pytest.raises(ZeroDivisionError), writer_queue(file_database):
        raise ZeroDivisionError

    assert not writers.locked()
    other_process()


def test_a_turn_leaves_nothing_in_the_folder(file_database, tmp_path):
    with writer_queue(file_database):
        assert list(tmp_path.iterdir()) == []


def test_a_turn_that_never_comes_is_refused(file_database, monkeypatch):
    monkeypatch.setattr(write_lock, "QUEUE_SECONDS", 0.01)

    with writers, pytest.raises(OperationalError), writer_queue(file_database):
        pytest.fail("it was not its turn")


@pytest.mark.django_db
def test_inside_a_transaction_nobody_waits_for_another_thread(learner):
    with (
        writers,
        transaction.atomic(),
    ):  # another thread has its turn and waits for this transaction
        assert (
            StepProgress.objects.set_state(learner, make_step(), State.DONE)
            == State.NOT_STARTED
        )


def test_a_folder_that_stays_locked_is_refused_in_time_and_free_again_later(
    file_database, tmp_path, monkeypatch
):
    locked_folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(locked_folder, fcntl.LOCK_EX)
    monkeypatch.setattr(write_lock, "QUEUE_SECONDS", 0.05)
    monkeypatch.setattr(write_lock, "folder_lock", write_lock.FolderLock())

    for _ in range(3):  # they share one thread that waits
        with pytest.raises(OperationalError), writer_queue(file_database):
            pytest.fail("it was not its turn")
    assert len([t for t in threading.enumerate() if "(wait)" in t.name]) == 1
    fcntl.flock(locked_folder, fcntl.LOCK_UN)
    monkeypatch.setattr(write_lock, "QUEUE_SECONDS", 5)

    with writer_queue(file_database):
        assert writers.locked()
    with writer_queue(file_database):
        assert writers.locked()


def test_a_folder_that_gets_free_is_taken(file_database, tmp_path):
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    threading.Timer(0.1, os.close, [folder]).start()

    with writer_queue(file_database):
        assert writers.locked()
