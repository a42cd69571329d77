"""Rows that have common words are looked for in the order of keys first.

The full-text index gives all rows of a word before the first can be read. Of words that tens of thousands of rows have,
the first few hundred rows hold as many as are wanted. The function of 0037 stays for processes of the former program.
"""

from django.db import migrations

SETTINGS = (
    "SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan"
)
LOOKED_AT = 2000  # rows of one look-up
READ_IN_ORDER = 300  # rows
OF_ROWS = "guide_search_rows(text[], boolean[], bigint[], bigint[], integer[], integer[], integer[], integer[], boolean[])"
FIRST = f"""
CREATE FUNCTION guide_search_first(query tsquery, in_names boolean, first_key bigint, last_key bigint, most integer)
RETURNS bigint[] LANGUAGE plpgsql STABLE SET enable_bitmapscan = off {SETTINGS} AS $$
BEGIN
    IF in_names THEN
        RETURN ARRAY(
            SELECT id FROM (
                SELECT id, named_vector FROM guide_searchrow WHERE id BETWEEN first_key AND last_key
                ORDER BY id LIMIT {READ_IN_ORDER}
            ) AS one WHERE named_vector @@ query LIMIT most
        );
    END IF;
    RETURN ARRAY(
        SELECT id FROM (
            SELECT id, vector FROM guide_searchrow WHERE id BETWEEN first_key AND last_key
            ORDER BY id LIMIT {READ_IN_ORDER}
        ) AS one WHERE vector @@ query LIMIT most
    );
END
$$
"""  # noqa: S608  our own words
ROWS = f"""
CREATE FUNCTION guide_search_rows(
    terms text[], in_names boolean[], firsts bigint[], lasts bigint[], most integer[],
    only_if integer[], fewest integer[], up_to integer[], common boolean[]
)
RETURNS TABLE (
    lookups text, found bigint, kind_of varchar, record_of bigint, language_of varchar,
    keys_of text, other_keys_of text, pinyin_of text, names_of text, aliases_of text
)
LANGUAGE plpgsql STABLE {SETTINGS} AS $$
DECLARE
    looked_for text;
    matching bigint[];
    chosen bigint[];
    numbers integer[] := '{{}}';
    ids bigint[] := '{{}}';
    found_by integer[] := '{{}}';
BEGIN
    FOR at IN 1 .. cardinality(terms) LOOP
        numbers[at] := 0;
        CONTINUE WHEN only_if[at] >= 0 AND NOT numbers[only_if[at] + 1] BETWEEN fewest[at] AND up_to[at];
        chosen := '{{}}';
        IF common[at] THEN
            chosen := guide_search_first(terms[at]::tsquery, in_names[at], firsts[at], lasts[at], most[at]);
        END IF;
        IF cardinality(chosen) < most[at] THEN
            IF looked_for IS DISTINCT FROM terms[at] || in_names[at]::text THEN
                looked_for := terms[at] || in_names[at]::text;
                matching := guide_search_matching(terms[at]::tsquery, in_names[at], 0, 9223372036854775807);
            END IF;
            chosen := ARRAY(
                SELECT id FROM unnest(matching) AS id WHERE id BETWEEN firsts[at] AND lasts[at]
                ORDER BY id LIMIT most[at]
            );
            IF cardinality(matching) = {LOOKED_AT} AND cardinality(chosen) < most[at] THEN
                looked_for := NULL;
                matching := guide_search_matching(terms[at]::tsquery, in_names[at], firsts[at], lasts[at]);
                chosen := ARRAY(SELECT id FROM unnest(matching) AS id ORDER BY id LIMIT most[at]);
            END IF;
        END IF;
        numbers[at] := cardinality(chosen);
        ids := ids || chosen;
        found_by := found_by || array_fill(at - 1, ARRAY[numbers[at]]);
    END LOOP;
    RETURN QUERY
        SELECT string_agg(one.lookup::text, ','), id, kind, record, language, keys, other_keys, pinyin, names, aliases
        FROM unnest(ids, found_by) AS one (id, lookup) JOIN guide_searchrow USING (id)
        GROUP BY id, guide_searchrow.id ORDER BY id;
END
$$
"""  # noqa: S608  our own words


def make_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (FIRST, ROWS):
            schema_editor.execute(statement, params=None)


def drop_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in (OF_ROWS, "guide_search_first"):
            schema_editor.execute(f"DROP FUNCTION {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("guide", "0037_search_functions")]
    operations = [migrations.RunPython(make_functions, drop_functions)]
