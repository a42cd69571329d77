"""The cache in the database, which says when it cannot be written.

Django's own takes every error as “not stored”. A limit then counts nothing and refuses: with a full disk everybody was
told that they had tried too often.
"""

from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connections, router, transaction


class SharedCache(DatabaseCache):
    def _base_set(self, mode, key, value, timeout=None):
        alias = router.db_for_write(self.cache_model_class)
        refused = []

        def remember(execute, *arguments):
            try:
                return execute(*arguments)
            except OperationalError as error:
                refused.append(error)
                raise

        # The transaction is ours, so that a refusal of its end is seen too.
        with (
            connections[alias].execute_wrapper(remember),
            transaction.atomic(using=alias),
        ):
            is_stored = super()._base_set(mode, key, value, timeout)
            if refused and not is_stored:
                raise refused[-1]
        return is_stored
