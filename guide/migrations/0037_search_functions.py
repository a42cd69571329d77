"""Functions of PostgreSQL that look into the index of search. Their statements are planned once a connection.

Without them planning took longer than looking. And where a search has many words that mean the same, the planner took
reading every row for cheaper than the index, and did not count what it costs to unpack the words of a row.
"""

from django.db import migrations

SETTINGS = (
    "SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan"
)
LOOKED_AT = 2000  # rows of one look-up
# What the arrays hold: database.PostgreSQL.
WORDS = f"""
CREATE FUNCTION guide_search_words(
    asked text[], starts text[], most_begun integer, very_many bigint,
    typed text[], enough integer[], rests text[]
)
RETURNS TABLE (known text, written text, in_rows bigint, in_names integer)
LANGUAGE plpgsql STABLE {SETTINGS} AS $$
DECLARE
    start text;
    longer bigint;
BEGIN
    RETURN QUERY
        SELECT word::text, shown::text, rows::bigint, named FROM guide_searchword WHERE word = ANY (asked);
    FOREACH start IN ARRAY starts LOOP
        SELECT CASE WHEN count(*) < most_begun THEN -sum(one.rows) ELSE -very_many END INTO longer FROM (
            SELECT rows FROM guide_searchword WHERE word ~>~ start AND word ~<~ (start || chr(1114111)) LIMIT most_begun
        ) AS one;
        IF longer < 0 THEN
            RETURN QUERY SELECT start, ''::text, longer, 0;
        END IF;
    END LOOP;
    FOR at IN 1 .. cardinality(typed) LOOP
        IF NOT EXISTS (SELECT 1 FROM guide_searchword WHERE word = typed[at] AND named > enough[at]) THEN
            RETURN QUERY
                SELECT word::text, shown::text, rows::bigint, named FROM guide_searchword WHERE word IN (
                    SELECT word FROM guide_searchdeletion WHERE rest = ANY (string_to_array(rests[at], ' '))
                );
        END IF;
    END LOOP;
END
$$
"""
# The first so many in the order of the table, which a new index has in the order of keys. Of a search that finds more,
# reading every row would cost more than all else. The keys are compared last: else their index may be walked instead.
MATCHING = f"""
CREATE FUNCTION guide_search_matching(query tsquery, in_names boolean, first_key bigint, last_key bigint)
RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF in_names THEN
        RETURN ARRAY(
            SELECT id FROM (SELECT id FROM guide_searchrow WHERE named_vector @@ query OFFSET 0) AS one
            WHERE id BETWEEN first_key AND last_key LIMIT {LOOKED_AT}
        );
    END IF;
    RETURN ARRAY(
        SELECT id FROM (SELECT id FROM guide_searchrow WHERE vector @@ query OFFSET 0) AS one
        WHERE id BETWEEN first_key AND last_key LIMIT {LOOKED_AT}
    );
END
$$
"""
ROWS = f"""
CREATE FUNCTION guide_search_rows(
    terms text[], in_names boolean[], firsts bigint[], lasts bigint[], most integer[],
    only_if integer[], fewest integer[], up_to integer[]
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
        IF looked_for IS DISTINCT FROM terms[at] || in_names[at]::text THEN
            looked_for := terms[at] || in_names[at]::text;
            matching := guide_search_matching(terms[at]::tsquery, in_names[at], 0, 9223372036854775807);
        END IF;
        chosen := ARRAY(
            SELECT id FROM unnest(matching) AS id WHERE id BETWEEN firsts[at] AND lasts[at] ORDER BY id LIMIT most[at]
        );
        IF cardinality(matching) = {LOOKED_AT} AND cardinality(chosen) < most[at] THEN
            looked_for := NULL;
            matching := guide_search_matching(terms[at]::tsquery, in_names[at], firsts[at], lasts[at]);
            chosen := ARRAY(SELECT id FROM unnest(matching) AS id ORDER BY id LIMIT most[at]);
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
"""


def make_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (WORDS, MATCHING, ROWS):
            schema_editor.execute(statement, params=None)


def drop_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in ("guide_search_words", "guide_search_rows", "guide_search_matching"):
            schema_editor.execute(f"DROP FUNCTION {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("guide", "0036_hours_calculated")]
    operations = [migrations.RunPython(make_functions, drop_functions)]
