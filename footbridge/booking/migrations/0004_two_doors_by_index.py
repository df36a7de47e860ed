"""The look at two doors (0003) goes through indexes: one question for each kind of place instead of one that reads all of them."""

from django.db import migrations

CHECK = """
CREATE OR REPLACE FUNCTION booking_one_person_two_doors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    address text;
    twin bigint;
BEGIN
    IF NEW.link_class IS NOT NULL OR NEW.state NOT IN ('booked', 'waiting') THEN
        RETURN NULL;
    END IF;
    IF NEW.person_id IS NULL THEN
        address := lower(NEW.guest_email);
        SELECT id INTO twin FROM people_person WHERE lower(email) = address;
    ELSE
        SELECT lower(email) INTO address FROM people_person WHERE id = NEW.person_id;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('booking:' || address, 0));
    IF NEW.person_id IS NULL THEN
        PERFORM 1 FROM booking_place other
        WHERE other.person_id = twin AND other.id <> NEW.id AND other.link_class IS NULL
        AND ((other.occasion_id = NEW.occasion_id AND other.state IN ('booked', 'waiting'))
             OR (NEW.state = 'booked' AND other.state = 'booked' AND other.starts < NEW.ends AND other.ends > NEW.starts));
    ELSE
        PERFORM 1 FROM booking_place other
        WHERE other.guest_email <> '' AND lower(other.guest_email) = address AND other.id <> NEW.id
        AND other.link_class IS NULL
        AND ((other.occasion_id = NEW.occasion_id AND other.state IN ('booked', 'waiting'))
             OR (NEW.state = 'booked' AND other.state = 'booked' AND other.starts < NEW.ends AND other.ends > NEW.starts));
    END IF;
    IF FOUND THEN
        RAISE EXCEPTION 'guest and account are the same person'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'guest_or_account_is_in_one_place_at_a_time',
            DETAIL = 'guest_or_account_is_in_one_place_at_a_time';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0003_one_person_two_doors")]

    operations = [migrations.RunSQL(CHECK, migrations.RunSQL.noop)]
