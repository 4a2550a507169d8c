/**
 * The roles of a server that Casement uses. None of them can log in. Functions belong to the first three, which own no
 * table; whoever logs in for the bridge or for commands is a member of one of the others, and of nothing else.
 */

export const functionOwners = [
  'casement_tenant',
  'casement_directory',
  'casement_operations',
] as const;
const callers = ['casement_bridge', 'casement_operator'] as const;

/** Another migration, of another database of the server, may be making them at the same time. */
const make = (role: string): string => `
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;`;

/** Statements that make the roles that are missing: where the migration may not, an administrator runs them. */
export const roleStatements = [...functionOwners, ...callers].map(make).join('');

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What takes roles back that were lent. */
export const takingBack = (roles: readonly string[], owner: string): string =>
  `REVOKE ${roles.join(', ')} FROM ${quoted(owner)};`;

/**
 * Returns what an administrator runs besides `roleStatements` for an owner that may make no roles, and what it runs
 * afterwards, as a comment. Without an owner's name all is a comment, since only they know it.
 */
export function lending(owner?: Readonly<Record<'username' | 'database', string>>): string {
  const { username, database } = owner ?? { username: 'the owner', database: 'the database' };
  const statements = [
    `GRANT CREATE ON DATABASE ${quoted(database)} TO ${quoted(username)};`,
    `GRANT ${functionOwners.join(', ')} TO ${quoted(username)};`,
  ].map((statement) => (owner === undefined ? `-- ${statement}` : statement));
  return [
    '-- An owner without CREATEROLE needs these while casement migrate runs,',
    ...statements,
    '-- and must not keep the roles. When it has run:',
    `-- ${takingBack(functionOwners, username)}`,
  ].join('\n');
}

/** Whether one may become a role. "SET" is what PostgreSQL 16 calls it. */
const mayBecome = `pg_has_role(current_user, role,
  CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)`;
const eachOwner = `unnest(string_to_array('${functionOwners.join(',')}', ',')) role`;

/** Returns, as `role`, those that one may become, unless it may become any role. */
export const joined = `
SELECT role FROM ${eachOwner} WHERE ${mayBecome}
  AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)`;

/**
 * Who makes a function can give it only to a role that it may become: becomes a member of those that it is not of. Afterwards
 * it may be so no more: the owner of the tables would see what those roles see.
 */
export const joining = `
DO $$ DECLARE _role text; BEGIN
  PERFORM set_config('casement.joined', '', true);
  FOR _role IN SELECT role FROM ${eachOwner} WHERE NOT ${mayBecome} LOOP
    EXECUTE format('GRANT %I TO CURRENT_USER', _role);
    PERFORM set_config('casement.joined', current_setting('casement.joined') || ' ' || _role, true);
  END LOOP;
END $$;`;
/** Takes `joining` back, in the same transaction. */
export const leaving = `
DO $$ DECLARE _role text; BEGIN
  FOREACH _role IN ARRAY string_to_array(ltrim(current_setting('casement.joined')), ' ') LOOP
    EXECUTE format('REVOKE %I FROM CURRENT_USER', _role);
  END LOOP;
END $$;`;
