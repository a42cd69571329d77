"""Granian asks the gateway for an answer at once, in the thread that has read the request.

Only then it makes a task of the request and wakes the loop for it, which costs more than an answer from memory. It has
no setting for that, so a function of its own is wrapped, in this worker alone.
"""

from granian import _futures


def ask_first(gateway):
    make_schedule = _futures._cbsched_aioschedule

    def make_asking_schedule(loop, context, callback):
        schedule = make_schedule(loop, context, callback)

        def ask_or_schedule(watcher):
            if gateway.answer_at_once(watcher.scope, watcher.proto):
                watcher.done()
            else:
                schedule(watcher)

        return ask_or_schedule

    _futures._cbsched_aioschedule = make_asking_schedule
