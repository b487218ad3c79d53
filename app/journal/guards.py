"""Guards of a PostgreSQL journal: what rights on tables alone cannot say, said by triggers and row policies.

They are made from the table of moves, so that there is one. A guard looks at the login (`session_user`) and its
groups, not at what a row says of itself; the owner of the tables and a superuser are members of every group.
Rows come by COPY, which row policies refuse: those are for citizens' data alone (see `policies`).
"""

from collections.abc import Iterable, Iterator

from app.domain.case import DESK as DESK_SOURCE
from app.domain.lifecycle import MOVES, STAGES, Stage
from app.domain.person import CREWS, DESK, Role
from app.journal.policies import POLICIES
from app.journal.reach import SAFE_PATH, reach_statements

GROUP_OF = {
    Role.BRIEFING: "poc_view",
    Role.AGENCY: "poc_agency",
    Role.OPERATOR: "poc_operate",
    Role.SUPERVISOR: "poc_supervise",
    Role.ADMIN: "poc_admin",
}
_IS_COLLECTOR = "pg_has_role(session_user, 'poc_collect', 'MEMBER')"
_IS_OWNER = f"({_IS_COLLECTOR} AND 'admin' = ANY (poc_roles()))"  # nobody else is both
_LONGEST_HOLD_MS = 600_000  # what a desk holds ahead of the database's clock; theirs may differ
_REFUSE = "RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = "

_ROLES = """
CREATE OR REPLACE FUNCTION poc_roles() RETURNS text[] LANGUAGE sql STABLE {safe} AS $$
  SELECT coalesce(array_agg(role), '{{}}') FROM (VALUES {pairs}) AS known(role, name)
  WHERE pg_has_role(session_user, name, 'MEMBER')
$$"""

_ACTION = """
CREATE OR REPLACE FUNCTION poc_guard_action() RETURNS trigger LANGUAGE plpgsql {safe} AS $$
DECLARE
  mine text[] := poc_roles();
  told jsonb := NEW.after::jsonb;
  who record; was record; sources int[]; goal int; allowed text[]; was_stage int; was_version int;
BEGIN
  SELECT role, disabled_at INTO who FROM people WHERE id = NEW."by";
  IF {is_collector} THEN
    IF who.role IS NOT NULL THEN
      {refuse} 'the collector acts as no person';
    END IF;
    RETURN NEW;
  END IF;
  IF who.role IS NULL OR who.disabled_at IS NOT NULL THEN
    {refuse} 'nobody of that name may act';
  END IF;
  IF NEW."by" <> session_user AND EXISTS (SELECT FROM people WHERE id = session_user) THEN
    {refuse} 'this login acts as itself alone';
  END IF;
  SELECT stage, version INTO was FROM cases WHERE key = NEW.key;
  was_stage := coalesce(was.stage, 0); was_version := coalesce(was.version, 0);
  SELECT m.origins, m.leads, m.roles INTO sources, goal, allowed
  FROM (VALUES {moves}) AS m(verb, origins, leads, roles) WHERE m.verb = NEW.verb;
  IF NOT FOUND THEN
    sources := {every}; allowed := CASE WHEN NEW.verb = 'intake' THEN {desk} ELSE {crews} END;
  END IF;
  IF NOT (allowed && mine) OR who.role <> ALL (allowed) THEN
    {refuse} 'this role may not ' || NEW.verb;
  END IF;
  IF was_stage <> ALL (sources) THEN
    {refuse} 'the case is at a stage that knows no ' || NEW.verb;
  END IF;
  IF NOT (CASE  -- in brackets: IF ends at the first THEN outside of them
    WHEN goal IS NOT NULL THEN NEW.stage = goal
    WHEN NEW.verb = 'report' THEN NEW.stage = was_stage OR was_stage IN {under_way} AND NEW.stage IN {reported}
    WHEN NEW.verb = 'undo' THEN NEW.stage = 0
      OR EXISTS (SELECT FROM actions WHERE key = NEW.key AND stage = NEW.stage)
    ELSE NEW.stage = was_stage END)
  THEN
    {refuse} NEW.verb || ' leads to another stage';
  END IF;
  IF NEW.version <> was_version + 1 OR told ->> 'stage' <> ({stages})[NEW.stage + 1]
    OR (told ->> 'version')::int <> NEW.version OR told ->> 'changed_by' <> NEW."by"
    OR told ->> 'agency' <> NEW.agency OR told -> 'id' ->> 'id' <> NEW.case_id
    OR NOT EXISTS (SELECT FROM complaint_heads WHERE key = NEW.key AND source = NEW.source AND id = NEW.case_id)
  THEN
    {refuse} 'the action says two things';
  END IF;
  IF EXISTS (SELECT FROM commits WHERE n = NEW.commit_n) THEN
    {refuse} 'that commit is closed';
  END IF;
  IF mine = '{{agency}}' AND NOT poc_is_of(poc_agency_at(NEW.key)) THEN
    {refuse} 'the case is another agency''s';
  END IF;
  IF NEW.verb <> 'intake' AND NOT poc_is_in_reach(NEW."by", NEW.key) THEN
    {refuse} NEW."by" || ' answers for other agencies or districts';
  END IF;
  IF NEW.verb = 'intake' AND NOT EXISTS (SELECT FROM complaint_heads h JOIN complaint_versions v ON v.v = h.v
                                         WHERE h.key = NEW.key AND v.commit_n = NEW.commit_n) THEN
    {refuse} 'only what has just been told is taken in';
  END IF;
  RETURN NEW;
END $$"""

_OTHERS = """
CREATE OR REPLACE FUNCTION poc_is_of(agency text) RETURNS boolean LANGUAGE sql STABLE {safe} AS $$
  SELECT to_regrole(quote_ident('poc_agency_' || agency)) IS NOT NULL
    AND pg_has_role(session_user, to_regrole(quote_ident('poc_agency_' || agency)), 'MEMBER')
$$;
CREATE OR REPLACE FUNCTION poc_guard_audited() RETURNS trigger LANGUAGE plpgsql {safe} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM audit WHERE entity = NEW.source || '/' || NEW.case_id AND action = NEW.verb
                 AND actor = NEW."by" AND strpos(after, NEW.id) > 0) THEN
    {refuse} 'an action without its audit row';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION poc_guard_case() RETURNS trigger LANGUAGE plpgsql {safe} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM actions a WHERE a.v = NEW.v AND a.key = NEW.key AND a.after = NEW.after
                 AND a.stage = NEW.stage AND a.version = NEW.version AND a.agency = NEW.agency)
    OR EXISTS (SELECT FROM actions a WHERE a.key = NEW.key AND a.v > NEW.v) THEN
    {refuse} 'a case is what its newest action left';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION poc_guard_order() RETURNS trigger LANGUAGE plpgsql {safe} AS $$
BEGIN
  IF EXISTS (SELECT FROM commits WHERE n = NEW.commit_n) OR NOT EXISTS (
    SELECT FROM actions a WHERE a.commit_n = NEW.commit_n AND a."by" = NEW."by"
    AND a.source || '/' || a.case_id = NEW.case_id) THEN
    {refuse} 'an order without its action';
  END IF;
  IF EXISTS (SELECT FROM order_heads h JOIN order_versions o ON o.v = h.v
             WHERE (h.key = NEW.key OR h.source = NEW.source AND h.id = NEW.id)
             AND (h.key, h.source, h.id, o.case_id) <> (NEW.key, NEW.source, NEW.id, NEW.case_id)) THEN
    {refuse} 'the order is of another case';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION poc_guard_order_head() RETURNS trigger LANGUAGE plpgsql {safe} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM order_versions o WHERE o.v = NEW.v AND o.key = NEW.key
                 AND o.source = NEW.source AND o.id = NEW.id)
    OR EXISTS (SELECT FROM order_versions o WHERE o.key = NEW.key AND o.v > NEW.v) THEN
    {refuse} 'an order is what its newest version says';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION poc_guard_letter() RETURNS trigger LANGUAGE plpgsql {safe} AS $$
DECLARE
  held boolean := TG_OP = 'UPDATE' AND (OLD.state, NEW.state) = ('waiting', 'waiting')
    AND NEW.not_before > OLD.not_before AND NEW.not_before < extract(epoch FROM clock_timestamp()) * 1000 + {longest};
BEGIN
  IF TG_OP = 'INSERT' AND NOT EXISTS (
    SELECT FROM actions a WHERE a.id = NEW.operation AND a.source || '/' || a.case_id = NEW.case_id
    AND NOT EXISTS (SELECT FROM commits WHERE n = a.commit_n)) THEN
    {refuse} 'a letter without its action';
  END IF;
  IF TG_OP = 'UPDATE' AND NOT poc_is_in_reach(session_user, poc_key_of(NEW.case_id)) AND NOT (
    held AND EXISTS (SELECT FROM actions WHERE id = NEW.operation AND "by" = session_user)) THEN
    {refuse} session_user || ' answers for other agencies or districts';
  END IF;
  IF TG_OP = 'UPDATE' AND NOT held AND (NEW.not_before <> OLD.not_before OR (OLD.state, NEW.state) NOT IN
    (('waiting', 'cancelled'), ('cancelled', 'cancelled'), ('refused', 'waiting'))) THEN
    {refuse} 'a letter can only be taken back or held before it leaves, or sent again once it was refused';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION poc_guard_audit() RETURNS trigger LANGUAGE plpgsql {safe} AS $$
DECLARE head record;
BEGIN
  SELECT seq, hash INTO head FROM audit ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(head.seq, 0) + 1 OR NEW.prev_hash <> coalesce(head.hash, repeat('0', 64)) THEN
    {refuse} 'the audit row does not follow the one before it';
  END IF;
  IF NEW.action <> 'sign-in-refused' AND NEW.actor <> session_user
    AND EXISTS (SELECT FROM people WHERE id = session_user) THEN
    {refuse} 'this login acts as itself alone';
  END IF;
  IF NEW.action IN ('revealed', 'forgotten') AND NOT poc_reaches(NEW.actor, NEW.entity) THEN
    {refuse} NEW.actor || ' answers for other agencies or districts';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION poc_guard_secrets() RETURNS trigger LANGUAGE plpgsql {safe} AS $$
BEGIN
  IF (OLD.password, OLD.pin) <> (NEW.password, NEW.pin) AND OLD.id <> session_user
    AND (EXISTS (SELECT FROM people WHERE id = session_user) OR OLD.role <> ALL (poc_roles())) THEN
    {refuse} 'only an admin gives others a secret';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION poc_guard_facts() RETURNS trigger LANGUAGE plpgsql {safe} AS $$
BEGIN
  IF NEW.source <> '{own}' OR EXISTS (SELECT FROM complaint_heads
                                      WHERE key = NEW.key OR source = NEW.source AND id = NEW.id) THEN
    {refuse} 'only the collector tells what the sources say';
  END IF;
  RETURN NEW;
END $$"""

_TRIGGERS = (
    ("actions", "poc_action", "BEFORE INSERT", "poc_guard_action", _IS_OWNER),
    ("cases", "poc_case", "BEFORE INSERT OR UPDATE", "poc_guard_case", _IS_COLLECTOR),
    ("order_versions", "poc_order", "BEFORE INSERT", "poc_guard_order", _IS_COLLECTOR),
    ("order_heads", "poc_order", "BEFORE INSERT OR UPDATE", "poc_guard_order_head", _IS_COLLECTOR),
    ("outbox", "poc_letter", "BEFORE INSERT OR UPDATE", "poc_guard_letter", _IS_COLLECTOR),
    ("audit", "poc_chain", "BEFORE INSERT", "poc_guard_audit", "false"),
    ("people", "poc_secrets", "BEFORE UPDATE", "poc_guard_secrets", "'admin' = ANY (poc_roles())"),
    ("complaint_versions", "poc_facts", "BEFORE INSERT", "poc_guard_facts", _IS_COLLECTOR),
    ("complaint_heads", "poc_facts", "BEFORE INSERT", "poc_guard_facts", _IS_COLLECTOR),
)


def guard_statements() -> Iterator[str]:
    """The statements that make every guard anew, in order; each may hold several."""
    yield _ROLES.format(pairs=", ".join(f"('{role}', '{group}')" for role, group in GROUP_OF.items()), safe=SAFE_PATH)
    yield from reach_statements()
    yield _OTHERS.format(refuse=_REFUSE, own=DESK_SOURCE, safe=SAFE_PATH, longest=_LONGEST_HOLD_MS)
    yield _action_guard()
    for table, name, when, function, unless in _TRIGGERS:
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW WHEN (NOT {unless}) EXECUTE FUNCTION {function}()"
    yield "DROP TRIGGER IF EXISTS poc_audited ON actions"
    yield (
        "CREATE CONSTRAINT TRIGGER poc_audited AFTER INSERT ON actions DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION poc_guard_audited()"
    )
    yield POLICIES


def _action_guard() -> str:
    rows = (
        f"('{verb}', {_array(STAGES.index(s) for s in sorted(move.origins, key=STAGES.index))}, "
        f"{'NULL::int' if move.to is None else STAGES.index(move.to)}, {_roles(move.roles)})"
        for verb, move in MOVES.items()
    )
    return _ACTION.format(
        refuse=_REFUSE,
        safe=SAFE_PATH,
        is_collector=_IS_COLLECTOR,
        moves=", ".join(rows),
        every=_array(range(len(STAGES))),
        desk=_roles(DESK),
        crews=_roles(CREWS),
        under_way=_codes(Stage.ASSIGNED, Stage.WORKING),
        reported=_codes(Stage.WORKING, Stage.DONE, Stage.REFERRED),
        stages="ARRAY[" + ", ".join(f"'{stage}'" for stage in STAGES) + "]",
    )


def _array(codes: Iterable[int]) -> str:
    return f"ARRAY[{', '.join(map(str, codes))}]"


def _codes(*stages: Stage) -> str:
    return f"({', '.join(str(STAGES.index(stage)) for stage in stages)})"


def _roles(roles: Iterable[Role]) -> str:
    return "ARRAY[" + ", ".join(f"'{role}'" for role in sorted(roles)) + "]"
