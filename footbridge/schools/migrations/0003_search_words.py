"""The dictionary of search words follows the schools by itself, however they are written: one by one, in bulk or by COPY."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# A word's beginning (seven letters) with up to two letters left out: two words that share one of these are at most a few
# slips apart, so a typing error is found by an index instead of by comparing with every word.
SLIPS = r"""
CREATE FUNCTION footbridge_slips(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH start AS (SELECT left(word, 7) AS w),
  one AS (SELECT overlay(w PLACING '' FROM at FOR 1) AS w FROM start, generate_series(1, length(w)) AS at WHERE length(w) > 2),
  two AS (SELECT overlay(one.w PLACING '' FROM at FOR 1) AS w FROM one, generate_series(1, length(one.w)) AS at
          WHERE length(word) > 5)
  SELECT array_agg(DISTINCT w) FROM (SELECT w FROM start UNION SELECT w FROM one UNION SELECT w FROM two) AS every
$$;
CREATE FUNCTION footbridge_is_school(kind text, kind_group text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(kind, '') !~* 'welsh|overseas|offshore|children''s centre|online provider|higher education|miscellaneous'
    AND coalesce(kind_group, '') NOT IN ('Children''s Centres', 'Universities', 'Welsh schools')
$$;
"""
FOLLOW = r"""
CREATE FUNCTION footbridge_words_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO schools_searchword AS known (word, slips, schools)
  SELECT word, footbridge_slips(word), count(*) FROM fresh, unnest(fresh.words) AS word GROUP BY word ORDER BY word
  ON CONFLICT (word) DO UPDATE SET schools = known.schools + excluded.schools;
  RETURN NULL;
END $$;
CREATE FUNCTION footbridge_words_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE schools_searchword known SET schools = greatest(known.schools - gone.schools, 0)
  FROM (SELECT word, count(*) AS schools FROM old_rows, unnest(old_rows.words) AS word GROUP BY word) AS gone
  WHERE known.word = gone.word;
  RETURN NULL;
END $$;
CREATE FUNCTION footbridge_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM fresh n JOIN old_rows o USING (id) WHERE n.words <> o.words) THEN
    RETURN NULL;
  END IF;
  INSERT INTO schools_searchword AS known (word, slips, schools)
  SELECT word, footbridge_slips(word), count(*)
  FROM fresh n JOIN old_rows o USING (id), unnest(n.words) AS word WHERE n.words <> o.words GROUP BY word ORDER BY word
  ON CONFLICT (word) DO UPDATE SET schools = known.schools + excluded.schools;
  UPDATE schools_searchword known SET schools = greatest(known.schools - gone.schools, 0)
  FROM (SELECT word, count(*) AS schools FROM fresh n JOIN old_rows o USING (id), unnest(o.words) AS word
        WHERE n.words <> o.words GROUP BY word) AS gone
  WHERE known.word = gone.word;
  RETURN NULL;
END $$;
CREATE TRIGGER schools_words_added AFTER INSERT ON schools_school
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION footbridge_words_added();
CREATE TRIGGER schools_words_removed AFTER DELETE ON schools_school
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION footbridge_words_removed();
CREATE TRIGGER schools_words_changed AFTER UPDATE ON schools_school
  REFERENCING NEW TABLE AS fresh OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION footbridge_words_changed();
"""
ALONE = """
DROP TRIGGER schools_words_added ON schools_school;
DROP TRIGGER schools_words_removed ON schools_school;
DROP TRIGGER schools_words_changed ON schools_school;
DROP FUNCTION footbridge_words_added();
DROP FUNCTION footbridge_words_removed();
DROP FUNCTION footbridge_words_changed();
"""
FILL = """
INSERT INTO schools_searchword (word, slips, schools)
SELECT word, footbridge_slips(word), count(*) FROM schools_school, unnest(words) AS word GROUP BY word
ON CONFLICT (word) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("schools", "0002_register")]

    operations = [
        migrations.RunSQL(
            SLIPS, "DROP FUNCTION footbridge_slips(text); DROP FUNCTION footbridge_is_school(text, text)"
        ),
        migrations.RemoveIndex(model_name="searchword", name="search_word_by_grams"),
        migrations.RemoveField(model_name="searchword", name="grams"),
        migrations.AddField(
            model_name="searchword",
            name="slips",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=django.contrib.postgres.indexes.GinIndex(fields=["slips"], name="search_word_by_slips"),
        ),
        migrations.AddField(
            model_name="school",
            name="is_school",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    "kind", "kind_group", function="footbridge_is_school", output_field=models.BooleanField()
                ),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.RunSQL("DROP FUNCTION footbridge_grams(text)", migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOW, ALONE),
        migrations.RunSQL(FILL, "DELETE FROM schools_searchword"),
    ]
