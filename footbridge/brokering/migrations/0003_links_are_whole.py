"""What must always be true of a link, held by the database at the end of every transaction, whoever writes.

A class in a link carries its school and linking year, so that foreign keys of several columns hold that the class, its side and
its link agree. The rest needs more than one row and is checked by a deferred constraint trigger, which locks the link
first: of two heads who reply at the same moment, the second to commit sees what the first one wrote.
"""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE brokering_linkclass l SET school_id = c.school_id, linking_year_id = c.linking_year_id
    FROM interest_offeredclass c WHERE c.id = l.offered_class_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
KEYS = """
ALTER TABLE brokering_linkclass
    ADD CONSTRAINT link_class_is_of_its_school_and_year FOREIGN KEY (offered_class_id, school_id, linking_year_id)
        REFERENCES interest_offeredclass (id, school_id, linking_year_id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT link_class_is_of_its_side FOREIGN KEY (side_id, link_id, school_id)
        REFERENCES brokering_linkside (id, link_id, school_id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT link_class_is_of_the_links_year FOREIGN KEY (link_id, linking_year_id)
        REFERENCES brokering_link (id, linking_year_id) DEFERRABLE INITIALLY DEFERRED;
"""
NO_KEYS = """
ALTER TABLE brokering_linkclass DROP CONSTRAINT link_class_is_of_its_school_and_year,
    DROP CONSTRAINT link_class_is_of_its_side, DROP CONSTRAINT link_class_is_of_the_links_year;
"""
WHOLE = """
CREATE FUNCTION brokering_link_must_be_whole(the_link bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    its_state text;
    sides int;
    waiting int;
    declined int;
    empty_sides int;
    taken int;
    freed int;
BEGIN
    SELECT state INTO its_state FROM brokering_link WHERE id = the_link FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT count(*), count(*) FILTER (WHERE reply = 'waiting'), count(*) FILTER (WHERE reply = 'declined'),
        count(*) FILTER (WHERE NOT EXISTS (SELECT FROM brokering_linkclass c WHERE c.side_id = s.id))
        INTO sides, waiting, declined, empty_sides FROM brokering_linkside s WHERE link_id = the_link;
    SELECT count(*) FILTER (WHERE live), count(*) FILTER (WHERE NOT live)
        INTO taken, freed FROM brokering_linkclass WHERE link_id = the_link;
    IF its_state IN ('offered', 'standing') THEN
        IF sides < 2 OR sides > 3 OR empty_sides > 0 THEN
            RAISE EXCEPTION 'Link % is half made: a live link joins two or three schools, each with a class.', the_link
                USING ERRCODE = 'check_violation', CONSTRAINT = 'link_joins_schools';
        END IF;
        IF freed > 0 THEN
            RAISE EXCEPTION 'Link % is live, so its classes are taken.', the_link
                USING ERRCODE = 'check_violation', CONSTRAINT = 'live_link_takes_classes';
        END IF;
    ELSIF taken > 0 THEN
        RAISE EXCEPTION 'Link % is %, so its classes are free.', the_link, its_state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fallen_link_frees_classes';
    END IF;
    IF its_state = 'standing' AND waiting + declined > 0 THEN
        RAISE EXCEPTION 'Link % cannot stand before every school has accepted.', the_link
            USING ERRCODE = 'check_violation', CONSTRAINT = 'standing_link_is_accepted';
    END IF;
    IF its_state = 'offered' AND (declined > 0 OR waiting = 0) THEN
        RAISE EXCEPTION 'Link % has been answered, so it stands or is declined.', the_link
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offered_link_waits';
    END IF;
    IF its_state = 'declined' AND declined = 0 THEN
        RAISE EXCEPTION 'Link % was declined by nobody.', the_link
            USING ERRCODE = 'check_violation', CONSTRAINT = 'declined_link_was_declined';
    END IF;
END $$;

CREATE FUNCTION brokering_link_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM brokering_link_must_be_whole(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION brokering_part_leaves_link_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM brokering_link_must_be_whole(OLD.link_id);
    END IF;
    IF TG_OP <> 'DELETE' AND (TG_OP = 'INSERT' OR NEW.link_id <> OLD.link_id) THEN
        PERFORM brokering_link_must_be_whole(NEW.link_id);
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER link_is_whole AFTER INSERT OR UPDATE OF state ON brokering_link
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION brokering_link_is_whole();
CREATE CONSTRAINT TRIGGER side_leaves_link_whole AFTER INSERT OR DELETE OR UPDATE OF reply, link_id ON brokering_linkside
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION brokering_part_leaves_link_whole();
CREATE CONSTRAINT TRIGGER class_leaves_link_whole
    AFTER INSERT OR DELETE OR UPDATE OF live, side_id, link_id ON brokering_linkclass
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION brokering_part_leaves_link_whole();
"""
NOT_WHOLE = """
DROP TRIGGER link_is_whole ON brokering_link;
DROP TRIGGER side_leaves_link_whole ON brokering_linkside;
DROP TRIGGER class_leaves_link_whole ON brokering_linkclass;
DROP FUNCTION brokering_link_is_whole();
DROP FUNCTION brokering_part_leaves_link_whole();
DROP FUNCTION brokering_link_must_be_whole(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("brokering", "0002_drafts_and_history"), ("interest", "0001_initial")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "linkclass",
            "school",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"),
        ),
        migrations.AlterField(
            "linkclass",
            "linking_year",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.linkingyear"
            ),
        ),
        migrations.RunSQL(KEYS, NO_KEYS),
        migrations.RunSQL(WHOLE, NOT_WHOLE),
    ]
