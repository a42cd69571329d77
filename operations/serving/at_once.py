"""Granian offers each request to the gateway at once, in the thread that has read its head.

Only where the gateway does not take it, granian makes a task of it and wakes the loop, which costs more than an answer
from memory. It has no setting for that, so a function of its own is wrapped, in this worker alone.
"""

import logging

from granian import _futures

logger = logging.getLogger(__name__)


def offer_first(gateway):
    make_schedule = _futures._cbsched_aioschedule

    def make_offering_schedule(loop, context, callback):
        schedule = make_schedule(loop, context, callback)

        def offer_or_schedule(watcher):
            scope = watcher.scope
            try:
                is_taken = gateway.take_at_once(scope, watcher.proto, watcher.done)
            except Exception:  # it would stay without an answer
                logger.exception("A request was not taken at once: %s", scope.path)
                is_taken = False
            if not is_taken:
                schedule(watcher)

        return offer_or_schedule

    _futures._cbsched_aioschedule = make_offering_schedule
