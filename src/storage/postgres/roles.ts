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

/**
 * Who makes a function can give it only to a role that it may become. Afterwards it may so no more: the owner of the
 * tables would see what those roles see.
 */
export const joining = (roles: readonly string[]): string =>
  roles.map((role) => `GRANT ${role} TO CURRENT_USER;`).join('\n');
/** Takes `joining` back. */
export const leaving = (roles: readonly string[]): string =>
  roles.map((role) => `REVOKE ${role} FROM CURRENT_USER;`).join('\n');

/** The same for an administrator, whose client passes over it: only they know the name of the owner. */
export const lending = `
-- An owner without CREATEROLE needs these while casement migrate runs, and must not keep them:
-- GRANT ${functionOwners.join(', ')} TO <owner>;
-- REVOKE ${functionOwners.join(', ')} FROM <owner>;`;

/** Returns, as `role`, those that one may not become yet. "SET" is what PostgreSQL 16 calls it. */
export const notJoined = `
SELECT role FROM unnest(string_to_array('${functionOwners.join(',')}', ',')) role
WHERE NOT pg_has_role(current_user, role,
  CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)`;
