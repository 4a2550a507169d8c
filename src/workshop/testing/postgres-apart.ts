/** Starts a server, says which it is, and stays: for a test that kills this process. */
import { startPostgres } from './postgres-server.ts';

const { postmaster, folder } = await startPostgres();
process.stdout.write(`${JSON.stringify({ postmaster, folder })}\n`);
