"""Limits of people told to PostgreSQL: agencies and districts, by the rule of `app.domain.person.is_in_reach`.

The official boundaries are put into a table of the guards' own, which only the owner of the journal's tables writes;
where there are none, nobody is shut out by place. A point is found as `app.geo.areas` finds it, edges belong to the
area; only on an edge itself may the last digit tell another one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Connection

DISTRICTS = "poc_districts"
SAFE_PATH = "SET search_path = pg_catalog, public, pg_temp"
"""For each function of the guards: a login's own temporary table of a journal's name must not be asked instead."""
_PER_DEGREE = 10_000_000  # PostgreSQL takes what is closer than 1e-6 as the same: in degrees that is a street's width

Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Ground:
    """An area by its official boundary: the district it belongs to, and its rings, outer and inner, as (lat, lon)."""

    district: str
    rings: tuple[Ring, ...]


_TABLE = f"CREATE TABLE IF NOT EXISTS {DISTRICTS} (n integer NOT NULL, code text NOT NULL, ring polygon NOT NULL)"

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION poc_district(lat double precision, lon double precision) RETURNS text
LANGUAGE sql STABLE {safe} AS $$
  SELECT coalesce((
    SELECT code FROM {districts} WHERE ring @> point(lon * {scale}, lat * {scale})
    GROUP BY n, code HAVING mod(count(*), 2) = 1  -- in a hole there are two rings around it
    ORDER BY n LIMIT 1), '')
$$;
CREATE OR REPLACE FUNCTION poc_key_of(case_id text) RETURNS bigint LANGUAGE sql STABLE {safe} AS $$
  SELECT key FROM complaint_heads
  WHERE source = split_part(case_id, '/', 1) AND id = substr(case_id, strpos(case_id, '/') + 1)
  ORDER BY incarnation DESC LIMIT 1
$$;
CREATE OR REPLACE FUNCTION poc_agency_at(complaint bigint) RETURNS text LANGUAGE sql STABLE {safe} AS $$
  SELECT coalesce(nullif(c.agency, ''), v.agency)
  FROM complaint_heads h JOIN complaint_versions v ON v.v = h.v LEFT JOIN cases c ON c.key = h.key
  WHERE h.key = complaint
$$;
CREATE OR REPLACE FUNCTION poc_is_in_reach(person text, complaint bigint) RETURNS boolean
LANGUAGE plpgsql STABLE {safe} AS $$
DECLARE
  bound record; answers text := coalesce(poc_agency_at(complaint), ''); district text;
BEGIN
  SELECT role, agency, disabled_at, coalesce(nullif(areas, ''), '[]')::jsonb AS areas INTO bound
  FROM people WHERE id = person;
  IF NOT FOUND THEN
    RETURN true;  -- a workstation's login; who may act at all is asked elsewhere
  END IF;
  IF bound.disabled_at IS NOT NULL OR bound.role = 'agency' AND (bound.agency = '' OR answers <> bound.agency)
    OR bound.agency <> '' AND answers NOT IN ('', bound.agency) THEN
    RETURN false;
  END IF;
  IF bound.areas = '[]' THEN
    RETURN true;
  END IF;
  SELECT poc_district(v.lat, v.lon) INTO district
  FROM complaint_heads h JOIN complaint_versions v ON v.v = h.v WHERE h.key = complaint;
  RETURN coalesce(district, '') = '' OR bound.areas ? district;
END $$;
CREATE OR REPLACE FUNCTION poc_reaches(person text, case_id text) RETURNS boolean LANGUAGE sql STABLE {safe} AS $$
  SELECT poc_is_in_reach(person, poc_key_of(case_id)) OR EXISTS (  -- under either of its two numbers
    SELECT FROM cases WHERE key = poc_key_of(case_id) AND poc_key_of(after::jsonb ->> 'linked') IS NOT NULL
    AND poc_is_in_reach(person, poc_key_of(after::jsonb ->> 'linked')))
$$"""


def reach_statements() -> Iterator[str]:
    """The statements that make the functions anew; the table has to be there."""
    yield _FUNCTIONS.format(safe=SAFE_PATH, districts=DISTRICTS, scale=_PER_DEGREE)


def make_districts(connection: Connection) -> None:
    """The table of boundaries where it is missing; what it holds stays."""
    connection.exec_driver_sql(_TABLE)


def put_districts(connection: Connection, grounds: Sequence[Ground]) -> None:
    """Replace all boundaries; the first of two that overlap counts."""
    connection.exec_driver_sql(f"DELETE FROM {DISTRICTS}")  # noqa: S608 - our own name
    rows = [(n, ground.district, _polygon(ring)) for n, ground in enumerate(grounds) for ring in ground.rings]
    if rows:
        connection.exec_driver_sql(f"INSERT INTO {DISTRICTS} VALUES (%s, %s, %s::polygon)", rows)  # noqa: S608


def holds_districts(connection: Connection, grounds: Sequence[Ground]) -> bool | None:
    """Whether the database's boundaries are these; None where nobody has rights yet, and where both have none."""
    if connection.exec_driver_sql(f"SELECT to_regclass('{DISTRICTS}')").scalar() is None:
        return None
    held = connection.exec_driver_sql(f"SELECT n, code, ring::text FROM {DISTRICTS}")  # noqa: S608 - our own name
    told = {(n, code, _numbers(ring)) for n, code, ring in held}
    wanted = {(n, g.district, _numbers(_polygon(ring))) for n, g in enumerate(grounds) for ring in g.rings}
    return told == wanted if told or wanted else None


def _numbers(polygon: str) -> tuple[float, ...]:
    return tuple(float(part) for part in polygon.replace("(", "").replace(")", "").split(","))


def _polygon(ring: Ring) -> str:
    return ",".join(f"({lon * _PER_DEGREE!r},{lat * _PER_DEGREE!r})" for lat, lon in ring)
