"""What must always be true of places, held by the database whoever writes.

- `booked` of an occasion is counted here from its places that are booked; a write to it from elsewhere is ignored. The CHECK of
  migration 0001 then refuses the place that would be one too many, so that nothing can oversell an occasion.
- A place has the hours of its occasion (a foreign key of three columns, which follows a change of hours), so that two booked
  places of one person at the same time are refused by an exclusion constraint. Range types bring the operator class it
  needs, so that no extension is wanted: a person is the range from its number to its number.
"""

from django.db import migrations

HOURS = """
ALTER TABLE booking_place ADD CONSTRAINT place_has_the_hours_of_its_occasion FOREIGN KEY (occasion_id, starts, ends)
    REFERENCES booking_occasion (id, starts, ends) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE booking_place ADD CONSTRAINT person_is_in_one_place_at_a_time EXCLUDE USING gist (
    int8range(person_id, person_id, '[]') WITH &&, tstzrange(starts, ends) WITH &&
) WHERE (state = 'booked' AND person_id IS NOT NULL AND link_class IS NULL);
ALTER TABLE booking_place ADD CONSTRAINT guest_is_in_one_place_at_a_time EXCLUDE USING gist (
    int8range(hashtextextended(lower(guest_email), 0), hashtextextended(lower(guest_email), 0), '[]') WITH &&,
    tstzrange(starts, ends) WITH &&
) WHERE (state = 'booked' AND guest_email <> '');
"""
NO_HOURS = """
ALTER TABLE booking_place DROP CONSTRAINT guest_is_in_one_place_at_a_time,
    DROP CONSTRAINT person_is_in_one_place_at_a_time, DROP CONSTRAINT place_has_the_hours_of_its_occasion;
"""
COUNT = """
CREATE FUNCTION booking_count_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before bigint := 0;
    after bigint := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.state = 'booked' THEN
        before := OLD.people;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.state = 'booked' THEN
        after := NEW.people;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.occasion_id = OLD.occasion_id THEN
        IF before <> after THEN
            UPDATE booking_occasion SET booked = booked + after - before WHERE id = NEW.occasion_id;
        END IF;
        RETURN NULL;
    END IF;
    IF before > 0 THEN
        UPDATE booking_occasion SET booked = booked - before WHERE id = OLD.occasion_id;
    END IF;
    IF after > 0 THEN
        UPDATE booking_occasion SET booked = booked + after WHERE id = NEW.occasion_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER booking_place_counts AFTER INSERT OR UPDATE OF state, people, occasion_id OR DELETE ON booking_place
    FOR EACH ROW EXECUTE FUNCTION booking_count_places();

CREATE FUNCTION booking_only_places_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.booked := 0;
    ELSIF pg_trigger_depth() < 2 THEN
        NEW.booked := OLD.booked;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER booking_occasion_is_counted BEFORE INSERT OR UPDATE OF booked ON booking_occasion
    FOR EACH ROW EXECUTE FUNCTION booking_only_places_count();
"""
NO_COUNT = """
DROP TRIGGER booking_occasion_is_counted ON booking_occasion;
DROP FUNCTION booking_only_places_count();
DROP TRIGGER booking_place_counts ON booking_place;
DROP FUNCTION booking_count_places();
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]

    operations = [migrations.RunSQL(HOURS, NO_HOURS), migrations.RunSQL(COUNT, NO_COUNT)]
