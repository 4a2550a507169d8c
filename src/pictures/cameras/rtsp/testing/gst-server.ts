/** Starts GStreamer's RTSP server: an implementation that nobody here wrote. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { python } from './tools.ts';

export interface GstOptions {
  readonly pipeline: string;
  readonly transport?: 'any' | 'tcp' | 'udp' | undefined;
  readonly auth?: 'none' | 'basic' | 'digest';
  readonly timeoutS?: number;
}

export interface GstServer {
  /** Credentials included. */
  readonly url: string;
  close(): Promise<void>;
}

const script = fileURLToPath(new URL('gst-rtsp-server.py', import.meta.url));

/** Resolves when it listens on loopback; the caller closes it. @throws Error if it does not start */
export async function gstServer(options: GstOptions): Promise<GstServer> {
  const { pipeline, transport = 'any', auth = 'none', timeoutS = 60 } = options;
  const child = spawn(python, [script, pipeline, transport, auth, String(timeoutS)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  let port = '';
  child.stdout.setEncoding('utf8');
  for await (const text of child.stdout) {
    port += String(text);
    if (port.includes('\n')) break;
  }
  if (!/^\d+\s*$/.test(port)) throw new Error('the GStreamer server did not start');
  const login = auth === 'none' ? '' : 'admin:open%20sesame@';
  return {
    url: `rtsp://${login}127.0.0.1:${port.trim()}/cam`,
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}
