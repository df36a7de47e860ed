"""A changed name is noticed row by row: comparing two whole states of the table took minutes for a national register."""

from django.db import migrations

BY_ROW = r"""
DROP TRIGGER schools_words_changed ON schools_school;
CREATE OR REPLACE FUNCTION footbridge_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO schools_searchword AS known (word, slips, schools)
  SELECT word, footbridge_slips(word), 1 FROM unnest(NEW.words) AS word WHERE word <> ALL (OLD.words) ORDER BY word
  ON CONFLICT (word) DO UPDATE SET schools = known.schools + 1;
  UPDATE schools_searchword SET schools = greatest(schools - 1, 0)
  WHERE word = ANY (OLD.words) AND word <> ALL (NEW.words);
  RETURN NULL;
END $$;
CREATE TRIGGER schools_words_changed AFTER UPDATE ON schools_school FOR EACH ROW
  WHEN (OLD.words IS DISTINCT FROM NEW.words) EXECUTE FUNCTION footbridge_words_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("schools", "0003_search_words")]

    operations = [migrations.RunSQL(BY_ROW, migrations.RunSQL.noop)]
