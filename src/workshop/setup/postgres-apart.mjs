/** A PostgreSQL server for a proof, beside this process: it ends with it, and keeps it from ending no longer. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Starts one. Returns `database()`, which resolves with the environment that leads to a new database without a schema:
 * DATABASE_URL, OPERATOR_DATABASE_URL and MIGRATION_DATABASE_URL.
 * @throws Error if there is no server on this machine
 */
export async function startPostgresApart() {
  const program = fileURLToPath(new URL('./postgres-holder.mjs', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function answer() {
    const { value, done } = await lines.next();
    if (done) throw new Error('no PostgreSQL server could be started');
    return JSON.parse(value);
  }
  await answer();
  for (const handle of [child, child.stdin, child.stdout]) handle.unref();
  return {
    async database() {
      child.stdout.ref();
      child.stdin.write('\n');
      const found = await answer();
      child.stdout.unref();
      return found;
    },
  };
}
