"""What must always be true of agreements, held by the database.

Published words and signatures are never changed. A signature that counts for a side is that side's own and of the present words.
At the end of each transaction an agreement that is signed has such a signature from every school of its link, and one that is
open waits for at least one.
"""

from django.db import migrations

KEPT = """
CREATE FUNCTION agreements_signature_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('footbridge.retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Signatures are never changed or deleted.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER signature_is_kept BEFORE UPDATE OR DELETE ON agreements_signature
    FOR EACH ROW EXECUTE FUNCTION agreements_signature_is_kept();

CREATE FUNCTION agreements_words_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'Published words are never changed or deleted.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER text_is_kept BEFORE UPDATE OR DELETE ON agreements_agreementtext
    FOR EACH ROW EXECUTE FUNCTION agreements_words_are_kept();
CREATE TRIGGER clauses_are_kept BEFORE UPDATE OR DELETE ON agreements_programmeclauses
    FOR EACH ROW EXECUTE FUNCTION agreements_words_are_kept();
"""
NOT_KEPT = """
DROP TRIGGER signature_is_kept ON agreements_signature;
DROP TRIGGER text_is_kept ON agreements_agreementtext;
DROP TRIGGER clauses_are_kept ON agreements_programmeclauses;
DROP FUNCTION agreements_signature_is_kept();
DROP FUNCTION agreements_words_are_kept();
"""
WHOLE = """
CREATE FUNCTION agreements_must_be_whole(the_agreement bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    the agreements_agreement%ROWTYPE;
    sides int;
    schools int;
    wrong int;
    signed int;
BEGIN
    SELECT * INTO the FROM agreements_agreement WHERE id = the_agreement FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT count(*) INTO schools FROM brokering_linkside WHERE link_id = the.link_id;
    SELECT count(*), count(s.id),
        count(s.id) FILTER (WHERE s.agreement_id <> the.id OR s.school_id <> p.school_id
            OR s.text_id <> the.text_id OR s.clauses_id IS DISTINCT FROM the.clauses_id)
        INTO sides, signed, wrong
        FROM agreements_agreementside p LEFT JOIN agreements_signature s ON s.id = p.signature_id
        WHERE p.agreement_id = the.id;
    IF sides <> schools THEN
        RAISE EXCEPTION 'Agreement % has not the sides of its link.', the.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_has_the_sides_of_its_link';
    END IF;
    IF wrong > 0 THEN
        RAISE EXCEPTION 'Agreement % counts a signature of other words or another school.', the.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_is_of_side_and_words';
    END IF;
    IF the.state = 'signed' AND signed < sides THEN
        RAISE EXCEPTION 'Agreement % is not signed by every school.', the.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_agreement_is_signed_by_all';
    END IF;
    IF the.state = 'open' AND signed = sides THEN
        RAISE EXCEPTION 'Agreement % is signed by every school, so it is not open.', the.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'open_agreement_waits';
    END IF;
END $$;
CREATE FUNCTION agreements_agreement_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM agreements_must_be_whole(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION agreements_side_leaves_it_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM agreements_must_be_whole(CASE WHEN TG_OP = 'DELETE' THEN OLD.agreement_id ELSE NEW.agreement_id END);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER agreement_is_whole AFTER INSERT OR UPDATE ON agreements_agreement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION agreements_agreement_is_whole();
CREATE CONSTRAINT TRIGGER side_leaves_agreement_whole
    AFTER INSERT OR DELETE OR UPDATE OF signature_id, agreement_id, school_id ON agreements_agreementside
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION agreements_side_leaves_it_whole();
"""
NOT_WHOLE = """
DROP TRIGGER agreement_is_whole ON agreements_agreement;
DROP TRIGGER side_leaves_agreement_whole ON agreements_agreementside;
DROP FUNCTION agreements_agreement_is_whole();
DROP FUNCTION agreements_side_leaves_it_whole();
DROP FUNCTION agreements_must_be_whole(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), ("brokering", "0005_teachers")]
    operations = [migrations.RunSQL(KEPT, NOT_KEPT), migrations.RunSQL(WHOLE, NOT_WHOLE)]
