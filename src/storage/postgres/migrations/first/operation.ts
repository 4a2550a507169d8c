/** One function for each named operation: nothing else may be asked of the tables. */

export interface Operation {
  /**
   * Whose rows it reaches: a tenant's function only those of the account that is its first argument, the directory's
   * only who somebody is, and those of operations all.
   */
  readonly as: 'tenant' | 'directory' | 'operations';
  /** Who may call it. The commands may call all. */
  readonly by: 'bridge' | 'operator';
  readonly name: string;
  /** A tenant's begins with the account, `_account text`, which is not written here. */
  readonly args?: string;
  readonly returns: string;
  readonly declare?: string;
  readonly body: string;
}

/** Returns the statements that make the function, give it to its owner, and let others call it. */
function operation({ as, by, name, args = '', returns, declare = '', body }: Operation): string {
  const own = as === 'tenant' ? ['_account text', ...(args === '' ? [] : [args])].join(', ') : args;
  const speaks = as === 'tenant' ? 'PERFORM casement.speak_for(_account);' : '';
  const callers = [
    'casement_operator',
    ...(by === 'bridge' ? ['casement_bridge'] : []),
    // It finds the account, and asks in its name.
    ...(as === 'tenant' ? ['casement_directory'] : []),
  ];
  return `
CREATE FUNCTION casement.${name}(${own}) RETURNS ${returns}
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casement, pg_temp AS $operation$
#variable_conflict use_column
${declare === '' ? '' : `DECLARE ${declare}`}
BEGIN
  ${speaks}
${body.trim()}
END $operation$;
REVOKE ALL ON FUNCTION casement.${name} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casement.${name} TO ${callers.join(', ')};
ALTER FUNCTION casement.${name} OWNER TO casement_${as};
`;
}

/**
 * Declares what a function is given as JSON, `_said`, as an array. Rows are found by `= ANY`: how many there are is then
 * known when it is planned, and where a thousand are guessed, a table of middle length is read from end to end.
 */
export const these = (name: string): string =>
  `${name} text[] := ARRAY(SELECT casement.texts(_said));`;

/** Returns the statements of several. */
export const operationsOf = (...all: readonly Operation[]): string => all.map(operation).join('');
