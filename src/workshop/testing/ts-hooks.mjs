// Module hooks (node:module `register`) that turn TypeScript into JavaScript on the way in, the way
// jest does, so that a test can start a .ts file as a process of its own. What is built already is taken from there.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

let built = (url) => url;

/** `from`: the URL of the source's folder; `to`: that of its build, if there is one. */
export function initialize({ from, to } = {}) {
  if (to === undefined) return;
  built = (url) => {
    if (!url.startsWith(from) || !url.endsWith('.ts')) return url;
    const there = to + url.slice(from.length, -3) + '.js';
    return existsSync(fileURLToPath(there)) ? there : url;
  };
}

export async function resolve(specifier, context, next) {
  const { url, ...found } = await next(specifier, context);
  // What the process was started with stays what it is.
  return { ...found, url: context.parentURL === undefined ? url : built(url) };
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), {
    filename,
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
