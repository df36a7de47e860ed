"""Somebody books without an account and with one: it is the same person when the address is the same.

A place with an account and a guest's place of the same address cannot both be held on one occasion, nor be booked at overlapping hours.
Two rows of two kinds can share no unique index, so a trigger looks; a lock on the address makes those wait who come at the same time.
"""

from django.db import migrations

CHECK = """
CREATE FUNCTION booking_one_person_two_doors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    address text;
BEGIN
    IF NEW.link_class IS NOT NULL OR NEW.state NOT IN ('booked', 'waiting') THEN
        RETURN NULL;
    END IF;
    IF NEW.person_id IS NULL THEN
        address := lower(NEW.guest_email);
    ELSE
        SELECT lower(email) INTO address FROM people_person WHERE id = NEW.person_id;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('booking:' || address, 0));
    IF EXISTS (
        SELECT 1 FROM booking_place other
        WHERE other.id <> NEW.id AND other.link_class IS NULL
        AND (CASE WHEN NEW.person_id IS NULL
             THEN other.person_id IN (SELECT id FROM people_person WHERE lower(email) = address)
             ELSE other.person_id IS NULL AND lower(other.guest_email) = address END)
        AND (
            (other.occasion_id = NEW.occasion_id AND other.state IN ('booked', 'waiting'))
            OR (NEW.state = 'booked' AND other.state = 'booked' AND other.starts < NEW.ends AND other.ends > NEW.starts)
        )
    ) THEN
        RAISE EXCEPTION 'guest and account are the same person'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'guest_or_account_is_in_one_place_at_a_time',
            DETAIL = 'guest_or_account_is_in_one_place_at_a_time';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER booking_one_person_two_doors AFTER INSERT OR UPDATE OF state, starts, ends, person_id, guest_email
    ON booking_place FOR EACH ROW EXECUTE FUNCTION booking_one_person_two_doors();
CREATE INDEX place_by_guest ON booking_place (lower(guest_email)) WHERE guest_email <> '';
"""
NO_CHECK = """
DROP INDEX place_by_guest;
DROP TRIGGER booking_one_person_two_doors ON booking_place;
DROP FUNCTION booking_one_person_two_doors();
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0002_never_oversold"), ("people", "0001_initial")]

    operations = [migrations.RunSQL(CHECK, NO_CHECK)]
