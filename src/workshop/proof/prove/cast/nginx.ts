/** nginx in front of the bridge, configured to keep whatever it can. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { endChild } from '../../../end-child.ts';
import { until } from '../../../until.ts';

export interface Nginx {
  readonly port: number;
  close(): Promise<void>;
}

/** Debian puts it where only root looks. */
function program(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, 'nginx')).find((path) => existsSync(path));
}

/** Returns why there is none on this machine, if so. */
export function missingNginx(): string | undefined {
  return program() === undefined ? 'nginx is not on this machine (Debian: nginx-light)' : undefined;
}

/** Of one program in a folder of its own; `http`: what it is to serve. */
function configuration(folder: string, http: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  return `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log crit;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary.join('\n  ')}
  ${http}
}
`;
}

/**
 * Below `/live` it ignores all that the bridge says about caching; elsewhere it keeps every 200 that does not
 * forbid it. It does not keep answers to POST: a cache that does gives people somebody else's token, and no
 * bridge could mend it.
 */
function keepingAll(folder: string, port: number, upstream: number): string {
  return `proxy_cache_path ${folder}/cache keys_zone=everything:10m;
  upstream bridge { server 127.0.0.1:${upstream}; keepalive 8; }
  server {
    listen 127.0.0.1:${port};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_cache everything;
    proxy_cache_valid 200 206 304 10m;
    proxy_cache_lock on;
    proxy_cache_revalidate on;
    proxy_cache_use_stale error timeout updating http_500 http_503;
    proxy_ignore_headers Vary Set-Cookie;
    location / { proxy_pass http://bridge; }
    location /live/ {
      proxy_ignore_headers Cache-Control Expires Vary Set-Cookie;
      proxy_pass http://bridge;
    }
  }`;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/**
 * Starts one on `port`, in front of `upstream`; `http`: another configuration. @throws Error if it does not
 * come up.
 */
export async function startNginx(
  folder: string,
  port: number,
  upstream: number,
  http = (own: string) => keepingAll(own, port, upstream),
): Promise<Nginx> {
  const own = join(folder, 'nginx');
  await mkdir(own, { recursive: true });
  const file = join(own, 'nginx.conf');
  await writeFile(file, configuration(own, http(own)));
  const child = spawn(program() ?? 'nginx', ['-p', own, '-c', file], { stdio: 'ignore' });
  const close = (): Promise<void> => endChild(child, () => void child.kill('SIGTERM'));
  const isUp = async (): Promise<boolean> => child.exitCode !== null || answers(port);
  try {
    await until(isUp, 5_000, { what: 'nginx did not start' });
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { port, close };
}
