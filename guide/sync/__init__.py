"""Fixtures into the database and back, merging three sides: the last load, the files, and what editors changed.

run.sync() goes through these modules in this order; nothing is written before all is checked.

1. files: which model stands in which file. reader: a file, record by record.
2. record_schema, field_cleaners, natural_keys: what a record may say. validate_records: each record, by that.
3. record_batches: checked records wait here. validate_relations: what concerns several records.
4. loader: takes the models in order. bulk_create: into an empty table. merge_records: row by row, by merge.
5. deferred_columns: what needs all rows of a model. removals: what the files dropped.
6. last_loaded: the base of the next merge. conflicts: what an editor has to decide; resolve_conflict: the decision.
7. database: the only SQL. context: what these steps share. report: what was done. written: what revisions are made of.

dump writes the files, content_audit says what the content lacks.
"""
