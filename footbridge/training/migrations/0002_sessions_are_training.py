"""A session belongs to an occasion of kind training that carries training's rule: otherwise anybody could book it, or nobody."""

from django.db import migrations

CHECK = """
CREATE FUNCTION training_session_is_training() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM booking_occasion WHERE id = NEW.occasion_id AND kind = 'training' AND rule = 'training') THEN
        RAISE EXCEPTION 'a session needs an occasion of kind training with its rule'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'session_is_training';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER training_session_is_training BEFORE INSERT OR UPDATE OF occasion_id ON training_trainingsession
    FOR EACH ROW EXECUTE FUNCTION training_session_is_training();
"""
NO_CHECK = """
DROP TRIGGER training_session_is_training ON training_trainingsession;
DROP FUNCTION training_session_is_training();
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]

    operations = [migrations.RunSQL(CHECK, NO_CHECK)]
