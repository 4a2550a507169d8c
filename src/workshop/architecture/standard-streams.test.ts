import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { findPlanted, type Planted } from './planted.ts';
import { writesPastTheContext } from './standard-streams.ts';

test('commands speak through their context, all else through the log', () => {
  expect(writesPastTheContext(fileURLToPath(new URL('../../', import.meta.url)))).toEqual([]);
});

test.each<Planted>([
  ['cli/camera/list.ts', '\nconsole.log(options);\n', ':2'],
  ['wall/a.ts', "process.stdout.write('x');\n", ':1'],
  ['edge/http/a.ts', 'const { write } = process.stderr;\n', ':1'],
  ['cli/a.ts', '\nconst { env, stdout } = process;\n', ':2'],
  ['cli/a.ts', 'const {\n  stderr,\n} = globalThis.process;\n', ':2'],
  ['cli/a.ts', "\nprocess\n  .stdout.write('x');\n", ':2'],
  ['cli/a.ts', "process['stdout'].write('x');\n", ':1'],
  ['cli/a.ts', "process.emitWarning('x');\n", ':1'],
  ['cli/a.ts', "import { stdout } from 'node:process';\n", ':1'],
  ['cli/a.ts', 'const { log } = console;\n', ':1'],
  ['cli/a.ts', "console?.log('x');\n", ':1'],
  ['cli/a.ts', "writeSync(1, 'x');\n", ':1'],
  ['cli/a.ts', "createWriteStream('/dev/stdout');\n", ':1'],
  ['cli/a.ts', "spawn('x', { stdio: 'inherit' });\n", ':1'],
  ['cli/a.ts', "spawn('x', { stdio: ['ignore', 2, 'pipe'] });\n", ':1'],
  ['cli/a.ts', "writeFileSync(1, 'x');\n", ':1'],
  ['cli/a.ts', "appendFileSync(2, 'x');\n", ':1'],
  ['cli/a.ts', "createWriteStream('', { fd: 1 });\n", ':1'],
  ['cli/a.ts', 'new WriteStream(1);\n', ':1'],
  ['cli/a.ts', "createWriteStream('/proc/self/fd/1');\n", ':1'],
  ['cli/a.ts', "process._rawDebug('x');\n", ':1'],
  ['cli/a.ts', 'const p = process;\n', ':1'],
  ['cli/a.ts', "spawn('x', { stdio: quiet ? 'ignore' : 'inherit' });\n", ':1'],
  ['cli/a.ts', "const stdio = 'inherit';\n", ':1'],
  ['cli/a.ts', "execSync('x');\n", ':1'],
  ['cli/a.ts', "execFileSync('x', [\n  'y',\n]);\n", ':1'],
  ['cli/a.ts', "fork('x');\n", ':1'],
  ['cli/a.ts', "globalThis['console'].log(1);\n", ':1'],
  ['cli/a.ts', 'const { console: c } = globalThis;\n', ':1'],
  ['cli/a.ts', 'const c = { log: console };\n', ':1'],
  ['cli/a.ts', 'const f = () => console;\n', ':1'],
  ['cli/a.ts', 'f(process);\n', ':1'],
  ['cli/a.ts', "Reflect.get(process, 'stdout');\n", ':1'],
  ['cli/a.ts', 'const p = globalThis.process;\n', ':1'],
  ['cli/a.ts', 'const { pid } = process;\n', undefined],
  ['cli/a.ts', "execFileSync('x', [], { stdio: 'pipe' });\n", undefined],
  ['cli/a.ts', "started.stdout.on('data', take);\nconst at = process.pid;\n", undefined],
  ['cli/a.ts', "const one = { stdio: ['ignore', 'pipe', 'pipe'] };\n", undefined],
  ['cli/a.ts', 'context.stdout.write(text);\nconst { stdout } = context;\n', undefined],
  ['edge/http/a.test.ts', 'console.error(1);\n', undefined],
  ['workshop/bench/a.ts', 'console.log(1);\n', undefined],
  ['cli/main.ts', 'const { stdout } = process.stdout;\n', undefined],
  ['bridge/process/a.ts', 'console.error(1);\n', undefined],
])('planted in %s: %j is found at %s', async (path, text, place) => {
  const found = await findPlanted([[path, text, place]], writesPastTheContext);
  expect(found).toEqual(place === undefined ? [] : [path + place]);
});
