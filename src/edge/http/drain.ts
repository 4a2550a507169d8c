/** Ends a server without cutting off whom it is serving. */
import type { Server } from 'node:http';

/**
 * Stops accepting, closes idle connections, lets running requests finish for at most `ms` milliseconds, then
 * destroys the rest. Resolves when every connection is closed. Idempotent.
 */
export async function drain(server: Server, ms: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    // The only error is that it was not listening, or no longer.
    server.close(() => resolve());
  });
  // A connection becomes idle when its answer is out; keep-alive would hold it open.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const last = setTimeout(() => server.closeAllConnections(), ms);
  server.closeIdleConnections();
  try {
    await closed;
  } finally {
    clearInterval(sweep);
    clearTimeout(last);
  }
}
