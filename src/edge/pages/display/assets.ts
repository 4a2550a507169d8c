/**
 * The files that a display's browser loads, the same for everybody: its modules, the stylesheet, hls.js and
 * jsQR.
 *
 * In a build (`dist/`) the modules are JavaScript beside this file. When run from source (tests, development)
 * they are TypeScript, and the types are stripped on the way out.
 */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { css } from './css.ts';
import { icon } from '../logo.ts';

export interface Asset {
  readonly body: string;
  readonly contentType: string;
  /** The ETag of the content (RFC 9110 section 8.8.3). */
  readonly etag: string;
}

export interface Assets {
  /** Returns the file at that path below `/display/`; undefined if there is none. */
  find(path: string): Promise<Asset | undefined>;
}

const script = 'text/javascript; charset=utf-8';

function asset(body: string, contentType: string): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 27);
  return { body, contentType, etag: `"${hash}"` };
}

async function module(url: URL): Promise<Asset> {
  const text = await readFile(url, 'utf8');
  if (url.pathname.endsWith('.js'))
    return asset(text.replace(/^\/\/# sourceMappingURL=.*$/m, ''), script);
  const { transform } = await import('esbuild');
  const { code } = await transform(text, { loader: 'ts', format: 'esm', target: 'es2023' });
  return asset(code, script);
}

async function library(name: string): Promise<Asset> {
  const file = createRequire(import.meta.url).resolve(name);
  const text = await readFile(file, 'utf8');
  return asset(text.replace(/^\/\/# sourceMappingURL=.*$/m, ''), script);
}

/** Files of packages: read at once, since an upgrade beside a running bridge takes them away for a while. */
const early = ['hls.js', 'jsqr.js'];

/** Returns what can be loaded; each file is read when it is first asked for, or at once, and kept. */
export function createAssets(): Assets {
  const folder = new URL('browser/', import.meta.url);
  const loaders = new Map<string, () => Promise<Asset>>([
    ['display.css', () => Promise.resolve(asset(css, 'text/css; charset=utf-8'))],
    ['icon.svg', () => Promise.resolve(asset(icon, 'image/svg+xml'))],
    ['hls.js', () => library('hls.js/dist/hls.min.mjs')],
    ['jsqr.js', () => library('jsqr')],
  ]);
  for (const name of readdirSync(folder)) {
    if (!/^[a-z-]+\.(?:js|ts)$/.test(name)) continue;
    const load = (): Promise<Asset> => module(new URL(name, folder));
    loaders.set(`app/${name}`, load);
    // The pages name modules by their built names.
    loaders.set(`app/${name.replace(/\.ts$/, '.js')}`, load);
  }
  const kept = new Map<string, Promise<Asset>>();

  function find(path: string): Promise<Asset | undefined> {
    const load = loaders.get(path);
    if (load === undefined) return Promise.resolve(undefined);
    let found = kept.get(path);
    if (found === undefined) {
      found = load();
      found.catch(() => kept.delete(path));
      kept.set(path, found);
    }
    return found;
  }

  for (const name of early) void find(name).catch(() => undefined);
  return { find };
}
