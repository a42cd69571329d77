"""What belongs to a learner: out as one file, in again from one, and gone when they say so.

- `tables`: which tables hold what a learner made, and their columns: found in the models, so that none is forgotten.
- `document`: all of it as one JSON document. Content is named by its keys, rows of the learner's own by their place.
- `reading`: such a document from a file of a stranger: bounded, checked, refused in words.
- `import_plan`: what a document would bring into an account, counted; `importing` writes it, and takes it back.
- `kept_times`: how many days what is left of visitors is kept, for the page on privacy.
- `deletion`: the account and everything of it goes in one request.
"""
