"""Audit lines are written once: the database refuses to change one, and to delete one outside the retention job."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_line_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('footbridge.retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Audit lines are never changed or deleted.';
END $$;
CREATE TRIGGER audit_line_is_kept BEFORE UPDATE OR DELETE ON audit_auditline
    FOR EACH ROW EXECUTE FUNCTION audit_line_is_kept();
"""
BACKWARD = """
DROP TRIGGER audit_line_is_kept ON audit_auditline;
DROP FUNCTION audit_line_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
