"""Search over all that is public, in both languages.

normalisation: a text as words that compare. records: what of each record is searched. index: writes the rows, follows
changes and rebuilds. database: the full-text index of SQLite and of PostgreSQL behind one face. query: what somebody
typed as terms. corrections: typing errors. ranking: which record comes first. answer: the page.
"""
