"""What editors change can be seen, compared and taken back: one document of a record, one difference, one way to apply.

record_tables: the rows of a record. documents: a record with them, as fixtures write it, and what differs between two.
keeping: every change leaves a revision, in its transaction; loads: those of sync_guide, which goes past the models.
stale_texts: which texts were not changed with their other language.
review, two_persons: what others say of a draft, and the rule that they have to. due: drafts whose time has come.
applying: a document becomes the record again. history: what changed, in words.
"""
