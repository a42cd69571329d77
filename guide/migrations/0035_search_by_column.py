"""The full-text index of SQLite no longer holds where in a column a word stands, nor how long columns are: nothing asks.

Words are cut at spaces only, as they are written there.
"""

from django.db import migrations

COLUMNS = "keys, other_keys, pinyin, names, aliases, body"
MAKE = f"CREATE VIRTUAL TABLE guide_searchtext USING fts5({COLUMNS}, content='guide_searchrow', content_rowid='id'"
BEFORE = f"{MAKE}, tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
NOW = f"{MAKE}, tokenize='ascii', prefix='2 3', detail=column, columnsize=0)"


def made_by(statement):
    """Make the index by this statement. The triggers that fill it stay: they belong to the table of rows."""

    def make_index(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute("DROP TABLE guide_searchtext", params=None)
            schema_editor.execute(statement, params=None)
            for order in ("rebuild", "optimize"):
                schema_editor.execute(
                    f"INSERT INTO guide_searchtext(guide_searchtext) VALUES ('{order}')",
                    params=None,
                )

    return make_index


class Migration(migrations.Migration):
    dependencies = [("guide", "0034_pages_have_no_former_names")]
    operations = [migrations.RunPython(made_by(NOW), made_by(BEFORE))]
