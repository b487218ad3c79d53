"""Row policies of a PostgreSQL journal: who sees, adds and erases what is kept about citizens, and on which occasion.

An audit row of the same transaction opens a citizen's rows; that row names who looks or forgets, and is refused by
its guard for a case beyond that person's limits.
"""

from app.domain.case import DESK


def _forgotten(table: str) -> str:
    """Whether an audit row of this transaction says that the citizen of a row of `table` is to be forgotten."""
    return f"""EXISTS (
  SELECT FROM audit a WHERE a.entity = {table}.source || '/' || {table}.id
  AND a.action = 'forgotten' AND a.xmin = pg_current_xact_id()::xid)"""


POLICIES = f"""
ALTER TABLE personal ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS poc_collector ON personal;
CREATE POLICY poc_collector ON personal TO poc_collect USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS poc_seen ON personal;
CREATE POLICY poc_seen ON personal FOR SELECT TO poc_operate, poc_supervise, poc_admin USING (EXISTS (
  SELECT FROM audit a WHERE a.entity = personal.source || '/' || personal.id
  AND a.action IN ('revealed', 'forgotten') AND a.xmin = pg_current_xact_id()::xid));
DROP POLICY IF EXISTS poc_taken ON personal;
CREATE POLICY poc_taken ON personal FOR INSERT TO poc_operate, poc_supervise, poc_admin
  WITH CHECK (source = '{DESK}' AND erased_at IS NULL);
DROP POLICY IF EXISTS poc_marked ON personal;
CREATE POLICY poc_marked ON personal FOR INSERT TO poc_supervise, poc_admin
  WITH CHECK (fields = '' AND erased_at IS NOT NULL AND {_forgotten("personal")});
DROP POLICY IF EXISTS poc_erased ON personal;
CREATE POLICY poc_erased ON personal FOR UPDATE TO poc_supervise, poc_admin
  USING ({_forgotten("personal")}) WITH CHECK (fields = '' AND erased_at IS NOT NULL);
ALTER TABLE photos ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS poc_collector ON photos;
CREATE POLICY poc_collector ON photos TO poc_collect USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS poc_seen ON photos;
CREATE POLICY poc_seen ON photos FOR SELECT TO poc_operate, poc_supervise, poc_admin USING (true);
DROP POLICY IF EXISTS poc_crew ON photos;
CREATE POLICY poc_crew ON photos FOR SELECT TO poc_agency USING (part <> 'citizen');
DROP POLICY IF EXISTS poc_erased ON photos;
CREATE POLICY poc_erased ON photos FOR UPDATE TO poc_supervise, poc_admin
  USING (part = 'citizen' AND {_forgotten("photos")}) WITH CHECK (state = 'forgotten' AND hash = '' AND lat IS NULL);
ALTER TABLE personal_pictures ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS poc_collector ON personal_pictures;
CREATE POLICY poc_collector ON personal_pictures TO poc_collect USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS poc_seen ON personal_pictures;
CREATE POLICY poc_seen ON personal_pictures FOR SELECT TO poc_operate, poc_supervise, poc_admin USING (EXISTS (
  SELECT FROM audit a JOIN photos p ON a.entity = p.source || '/' || p.id
  WHERE p.hash = personal_pictures.hash AND p.part = 'citizen'
  AND a.action IN ('revealed', 'forgotten') AND a.xmin = pg_current_xact_id()::xid));
DROP POLICY IF EXISTS poc_erased ON personal_pictures;
CREATE POLICY poc_erased ON personal_pictures FOR DELETE TO poc_supervise, poc_admin USING (EXISTS (
  SELECT FROM photos WHERE photos.hash = personal_pictures.hash AND part = 'citizen' AND {_forgotten("photos")}))"""  # noqa: S608
