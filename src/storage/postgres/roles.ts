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

/** Functions can be given only to roles that one is a member of. */
const join = (role: string): string => `
DO $$ BEGIN
  IF NOT pg_has_role(current_user, '${role}', 'MEMBER') THEN EXECUTE format('GRANT ${role} TO %I', current_user); END IF;
END $$;`;

/** Statements that make the roles that are missing: where the migration may not, an administrator runs them. */
export const roleStatements =
  [...functionOwners, ...callers].map(make).join('') + functionOwners.map(join).join('');
