/** Jest with the runner of our suites: what it says of them, and what is left of them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { runJest } from '../testing/run-jest.ts';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';

const runner = fileURLToPath(new URL('./suite-runner.mjs', import.meta.url));
const folder = scratchFolder('suites');
afterEach(() => removeFolder(folder));

/** Modules of Node are one for all suites of a process: what the first leaves there, the second finds. */
const suites = {
  'a-leaves': `
    const hooks = require('node:async_hooks');
    test('its own storage works', async () => {
      const own = new hooks.AsyncLocalStorage();
      await own.run(1, async () => {
        await null;
        expect(own.getStore()).toBe(1);
        hooks.left = hooks.AsyncLocalStorage.bind(() => own.getStore());
      });
      expect(hooks.left()).toBe(1);
      const entered = new hooks.AsyncLocalStorage();
      entered.enterWith(1);
      hooks.entered = hooks.AsyncLocalStorage.bind(() => entered.getStore());
      expect(hooks.entered()).toBe(1);
    });
    afterAll(() => { if (hooks.left() !== 1) throw new Error('ended too soon'); });`,
  'b-finds': `
    const hooks = require('node:async_hooks');
    test.each(['left', 'entered'])('%s is found', (name) => expect(hooks[name]()).toBe(1));
    // What Jest itself began meanwhile goes on after the suite.
    test('between', () => expect(hooks.between()).toBe(1));`,
  'c-fails': `
    test('between', () => expect(require('node:async_hooks').between()).toBe(1));
    test.concurrent('later', async () => { await null; throw new Error('c'); });
    test('never', () => new Promise(() => {}), 50);
    describe('below', () => {
      beforeAll(() => { throw new Error('before'); });
      test('not reached', () => {});
    });`,
  'd-does-not-load': `throw new Error('d');`,
};

test('a storage ends with its suite and not before, and every failure is told', () => {
  for (const [name, text] of Object.entries(suites)) {
    writeFileSync(join(folder, `${name}.test.cjs`), text);
  }
  const config = {
    testRunner: runner,
    testSequencer: join(folder, 'in-order.cjs'),
    reporters: [join(folder, 'begins.cjs')],
  };
  writeFileSync(
    join(folder, 'begins.cjs'),
    `const hooks = require('node:async_hooks');
     module.exports = class {
       onTestFileResult() {
         if (hooks.between !== undefined) return;
         const own = new hooks.AsyncLocalStorage();
         own.run(1, () => { hooks.between = hooks.AsyncLocalStorage.bind(() => own.getStore()); });
       }
     };`,
  );
  writeFileSync(
    join(folder, 'in-order.cjs'),
    `const sort = (tests) => [...tests].sort((a, b) => (a.path < b.path ? -1 : 1));
     module.exports = class { shard = (tests) => tests; allFailedTests = sort; sort = sort; cacheResults() {} };`,
  );
  const { status, suites: found } = runJest(folder, config, ['--runInBand']);
  const told = found.map(({ name, tests }) => [name, tests]);
  expect(status).toBe(1);
  // From Node 24 on it costs nothing to leave one, and none is ended.
  const isLeft = Number(process.versions.node.split('.')[0]) >= 24;
  expect(Object.fromEntries(told)).toEqual({
    'a-leaves': ['passed'],
    'b-finds': [isLeft ? 'passed' : 'failed', isLeft ? 'passed' : 'failed', 'passed'],
    'c-fails': ['passed', 'failed', 'failed', 'failed'],
    'd-does-not-load': [],
  });
});
