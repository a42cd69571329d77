"""What fixture files say: every record checked on its own. validate_relations.py sees what concerns several."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from guide.sync.context import RecordsRead
from guide.sync.errors import FixtureError
from guide.sync.files import ENDINGS, file_stem, model_names_in
from guide.sync.json_text import to_json
from guide.sync.reader import OnRead, UnreadableFile, read_records
from guide.sync.record_batches import is_full
from guide.sync.record_schema import record_schemas
from guide.sync.validate_records import RecordValidator
from guide.sync.validate_relations import FindElsewhere, found_nowhere


class Fixtures(RecordsRead):
    """Reads files, names every error in them, and holds the records for the merge."""

    def __init__(self, only: Iterable[str] = ()):
        super().__init__()
        self.only = only = frozenset(only)
        self.read_so_far = 0
        self.digests: dict[str, str] = {}
        self.unread: list[str] = []  # files that broke off or could not be opened
        self.validators = {
            label: RecordValidator(self, schema)
            for label, schema in record_schemas().items()
            if label in (only or record_schemas())
        }

    @property
    def known(self) -> dict[str, dict[str, int]]:
        return self.relations.known

    @property
    def count(self) -> int:
        return sum(spool.count for spool in self.spools.values())

    def counts(self) -> dict[str, int]:
        """How many records each file has."""
        starts = [0, *self.ends]
        return {
            name: end - start
            for name, start, end in zip(self.stems, starts, self.ends, strict=False)
        }

    def read(
        self, paths: list[Path], on_read: OnRead = lambda size: None
    ) -> "Fixtures":
        for path in paths:
            stem = file_stem(path)
            self.files.append(path.name)
            self.stems.append(stem)
            if self.stems.count(stem) > 1:
                message = (
                    f"two files are called {stem}; records are known by their file"
                )
                self._add_file_error(path, message)
            try:
                self._read_file(path, on_read)
            except (OSError, UnreadableFile) as error:
                self.unread.append(stem)
                self._add_file_error(path, getattr(error, "strerror", "") or error)
            self.ends.append(self.read_so_far)
        return self

    def finish(self, elsewhere: FindElsewhere = found_nowhere):
        """Name what is wrong among records. What may stand in a file that could not be read is not called missing."""
        unread = {
            f"guide.{name}" for stem in self.unread for name in model_names_in(stem)
        }
        self.relations.finish(
            lambda label, keys: keys if label in unread else elsewhere(label, keys)
        )

    def _add_file_error(self, path: Path, message: object):
        self.errors.append(FixtureError(path.name, 0, "", "", str(message), "file"))

    def _read_file(self, path: Path, on_read: OnRead):
        if path.exists() and not path.name.endswith(ENDINGS):
            raise UnreadableFile(
                f"the name of a fixture ends with {', '.join(ENDINGS)}"
            )
        self.digests[file_stem(path)] = file_digest(path)
        # Records of one model in a row are validated together.
        validator: RecordValidator | None = None
        waiting: list[dict[str, Any]] = []
        characters = 0
        try:
            for value, length in read_records(path, on_read):
                self.read_so_far += 1
                found = self._validator_of(value)
                if found is not validator or is_full(len(waiting), characters):
                    if validator:
                        first = self.read_so_far - len(waiting)
                        validator.validate(first, waiting, characters)
                    validator, waiting, characters = found, [], 0
                if found:
                    waiting.append(value["fields"])
                    characters += length
        finally:
            if validator:
                first = self.read_so_far - len(waiting) + 1
                validator.validate(first, waiting, characters)

    def _validator_of(self, value: Any) -> RecordValidator | None:
        """That of the model of a record; none where the record is refused, or of a model that is not asked for."""
        try:
            label, fields = value["model"], value["fields"]
        except (TypeError, KeyError):
            label = fields = None
        if type(fields) is not dict or type(label) is not str or len(value) > 2:
            message = 'must have the form {"model": "guide.…", "fields": {…}}'
            self.add_error(self.read_so_far, "", "", message)
            return None
        validator = self.validators.get(label)
        if not validator and label not in record_schemas():
            message = f"no such model. Allowed: {', '.join(record_schemas())}."
            self.add_error(self.read_so_far, "", "model", message)
        return validator


def file_digest(path: Path) -> str:
    """Of the file and of the form that models give to it: where a model changes, no file counts as loaded before."""
    form = to_json(
        {
            label: [schema.merged_fields, schema.derived_fields]
            for label, schema in record_schemas().items()
        }
    )
    with path.open("rb") as file:
        return hashlib.file_digest(
            file, lambda: hashlib.blake2b(form.encode(), digest_size=32)
        ).hexdigest()
