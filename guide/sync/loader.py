"""One load, in the order in which it happens: look back, check, merge model by model, remove, check again, remember."""

from collections import defaultdict
from collections.abc import Callable, Collection

from guide.graph import find_cycle
from guide.sync.bulk_create import create_all
from guide.sync.context import LoadState
from guide.sync.deferred_columns import free_numbers, write_deferred_columns
from guide.sync.errors import SyncRefused
from guide.sync.fixture_set import Fixtures
from guide.sync.last_loaded import loaded_keys, remember_files
from guide.sync.merge_records import merge_batch
from guide.sync.record_schema import RecordSchema, record_schemas
from guide.sync.removal_bounds import (
    RemovalsRefused,
    Rows,
    emptied_files,
    removal_reasons,
    visible_rows,
    with_advice,
)
from guide.sync.removals import remove_dropped_records
from guide.sync.report import Report
from guide.sync.validate_relations import NEEDS

OnMerged = Callable[[int], object]  # told how many records were merged since


class Load(LoadState):
    """`is_complete`: the files are all that there are, so what they do not have was dropped."""

    fixtures: Fixtures

    def __init__(
        self,
        fixtures: Fixtures,
        is_complete: bool,
        prefer: str,
        on_merged: OnMerged,
        allow_removals: bool = False,
    ):
        report = Report(files=len(fixtures.files), records=fixtures.count)
        super().__init__(fixtures, report, prefer)
        self.is_complete, self.on_merged = is_complete, on_merged
        self.allow_removals = allow_removals
        self.models_loaded_before: set[str] = set()
        # Keys that an earlier load brought and that are not in these files.
        self.keys_of_other_files: dict[str, set[str]] = defaultdict(set)

    def run(self):
        self._compare_with_last_load()
        self.fixtures.finish(self._keys_in_database)
        if errors := self.fixtures.errors:
            raise SyncRefused(sorted(errors, key=lambda each: (each.file, each.record)))
        visible = visible_rows(set(record_schemas()) - self.empty_models)
        emptied = emptied_files(self.fixtures.counts())
        for label, schema in record_schemas().items():
            if self.fixtures.spools[label].count:
                self._merge_model(schema)
        for label, schema in reversed(record_schemas().items()):
            if self.dropped[label]:
                remove_dropped_records(self, schema, sorted(self.dropped[label]))
        self._refuse_circles()
        self._refuse_removals(visible, emptied)
        self._list_only_here()
        self.bases.write()
        self.conflicts.save(self._is_in_this_load)
        if not self.fixtures.only:
            digests, counts = self.fixtures.digests, self.fixtures.counts()
            remember_files(digests, counts, self.outdated_files, self.is_complete)
        self.tables.raise_versions()
        self.written.keep(self)

    def _compare_with_last_load(self):
        """Find what of the last loads is not in these files, and what was dropped from them since."""
        only = self.fixtures.only
        for label, key, file in loaded_keys():
            self.models_loaded_before.add(label)
            if key in self.fixtures.known[label]:
                continue
            self.keys_of_other_files[label].add(key)
            in_scope = file and (self.is_complete or file in self.fixtures.stems)
            if in_scope and (not only or label in only):
                self.dropped[label].add(key)

    def _keys_in_database(self, label: str, keys: Collection[str]) -> set[str]:
        known = self.tables.ids_by_key(record_schemas()[label]).keys()
        return (known & keys) - self.dropped[label]

    def _is_in_this_load(self, label: str, key: str) -> bool:
        return key in self.fixtures.known[label] or key in self.dropped[label]

    def _merge_model(self, schema: RecordSchema):
        label = schema.label
        is_new = label in self.empty_models and label not in self.models_loaded_before
        self.free_numbers = {
            name: free_numbers(self, schema, name) for name in schema.unique_numbers
        }
        for batch in self.fixtures.spools[label].batches():
            is_new = is_new and create_all(self, schema, batch)
            if not is_new:
                merge_batch(self, schema, batch)
            self.bases.write()
            self.on_merged(len(batch.keys))
        self.tables.forget_keys(schema)
        write_deferred_columns(self, schema)

    def _refuse_circles(self):
        """The files have none of their own, but together with what editors added they may."""
        for label, fields in NEEDS.items():
            if not (self.report.created.get(label) or self.report.updated.get(label)):
                continue
            schema = record_schemas()[label]
            lookups = [
                f"{name}__slug" if name in schema.targets else name for name in fields
            ]
            rows = schema.model.objects.exclude(**{fields[1]: None})
            if members := find_cycle(rows.values_list(*lookups)):
                message = "the files and what editors added make a circle"
                raise SyncRefused([f"{label}: {message}: {' → '.join(members)}"])

    def _refuse_removals(self, visible: Rows, emptied: list[str]):
        """After the merge, as only then it is known what editors keep; what was written until here is taken back."""
        if self.allow_removals:
            return
        if reasons := [*emptied, *removal_reasons(visible)]:
            raise RemovalsRefused(with_advice(reasons), self.report)

    def _list_only_here(self):
        for label, known in self.fixtures.known.items():
            if known and self.report.created.get(label, 0) < len(known):
                keys = self.tables.ids_by_key(record_schemas()[label]).keys()
                if new := keys - known.keys() - self.keys_of_other_files[label]:
                    self.report.only_here[label] = sorted(new)
