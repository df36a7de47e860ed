"""What must always be true of slots, held by the database whoever writes.

Slots of a venue never overlap: an exclusion constraint over two ranges, the venue's own number as the first, so that no
extension of PostgreSQL is needed. Holds keep the counters of their slot: the slot's row is locked and what it holds is counted
anew, so that the CHECKs of the slot refuse one class or child too many. A slot on a day off is never held, and a day off
is never said over a held slot: both lock the venue first, so neither can slip past the other.
"""

from django.db import migrations

RULES = """
ALTER TABLE venues_venueslot ADD CONSTRAINT slot_overlaps_no_other EXCLUDE USING gist
    (int8range(venue_id, venue_id, '[]') WITH &&, tstzrange(starts, ends) WITH &&) WHERE (state <> 'withdrawn');

CREATE FUNCTION venues_count_holds(the_slot bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    its_classes int;
    its_children int;
    waiting int;
BEGIN
    PERFORM FROM venues_venueslot WHERE id = the_slot FOR NO KEY UPDATE;
    SELECT coalesce(sum(classes), 0), coalesce(sum(children), 0), count(*) FILTER (WHERE state = 'held')
        INTO its_classes, its_children, waiting
        FROM venues_slothold WHERE slot_id = the_slot AND state IN ('held', 'confirmed');
    UPDATE venues_venueslot SET classes_held = its_classes, children_held = its_children,
        state = CASE WHEN state = 'withdrawn' THEN state WHEN its_classes = 0 THEN 'free'
            WHEN waiting > 0 THEN 'held' ELSE 'confirmed' END
        WHERE id = the_slot;
END $$;
CREATE FUNCTION venues_hold_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM venues_count_holds(OLD.slot_id);
    END IF;
    IF TG_OP <> 'DELETE' AND (TG_OP = 'INSERT' OR NEW.slot_id <> OLD.slot_id) THEN
        PERFORM venues_count_holds(NEW.slot_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER hold_counts AFTER INSERT OR DELETE OR UPDATE OF slot_id, classes, children, state ON venues_slothold
    FOR EACH ROW EXECUTE FUNCTION venues_hold_counts();

CREATE FUNCTION venues_slot_keeps_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IN ('held', 'confirmed') THEN
        PERFORM FROM venues_venue WHERE id = NEW.venue_id FOR SHARE;
        IF EXISTS (SELECT FROM venues_venuedayoff d WHERE d.venue_id = NEW.venue_id
                AND d.first <= (NEW.ends AT TIME ZONE 'Europe/London')::date
                AND d.last >= (NEW.starts AT TIME ZONE 'Europe/London')::date) THEN
            RAISE EXCEPTION 'Slot % lies on a day off.', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'held_slot_is_on_no_day_off';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER slot_keeps_off AFTER INSERT OR UPDATE OF state, starts, ends, venue_id ON venues_venueslot
    FOR EACH ROW EXECUTE FUNCTION venues_slot_keeps_off();

CREATE FUNCTION venues_day_off_keeps_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM venues_venue WHERE id = NEW.venue_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM venues_venueslot s WHERE s.venue_id = NEW.venue_id AND s.state IN ('held', 'confirmed')
            AND NEW.first <= (s.ends AT TIME ZONE 'Europe/London')::date
            AND NEW.last >= (s.starts AT TIME ZONE 'Europe/London')::date) THEN
        RAISE EXCEPTION 'Classes hold a slot on one of these days.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'day_off_is_over_no_held_slot';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER day_off_keeps_off AFTER INSERT OR UPDATE ON venues_venuedayoff
    FOR EACH ROW EXECUTE FUNCTION venues_day_off_keeps_off();
"""
NO_RULES = """
DROP TRIGGER day_off_keeps_off ON venues_venuedayoff;
DROP TRIGGER slot_keeps_off ON venues_venueslot;
DROP TRIGGER hold_counts ON venues_slothold;
DROP FUNCTION venues_day_off_keeps_off();
DROP FUNCTION venues_slot_keeps_off();
DROP FUNCTION venues_hold_counts();
DROP FUNCTION venues_count_holds(bigint);
ALTER TABLE venues_venueslot DROP CONSTRAINT slot_overlaps_no_other;
"""


class Migration(migrations.Migration):
    dependencies = [("venues", "0001_initial")]
    operations = [migrations.RunSQL(RULES, NO_RULES)]
