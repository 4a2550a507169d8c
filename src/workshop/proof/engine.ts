/** On which engine a proof is made: `--on`. */

const engines = ['sqlite', 'postgres'] as const;
export type EngineName = (typeof engines)[number];

/** @throws Error if there is no such engine */
export function engineNamed(text: string): EngineName {
  const found = engines.find((engine) => engine === text);
  if (found === undefined) throw new Error(`--on must be ${engines.join(' or ')}: see --help`);
  return found;
}

/** What a run says of it first. */
export const engineWords: Readonly<Record<EngineName, string>> = {
  sqlite: 'on SQLite',
  postgres: 'on PostgreSQL',
};
