import { expect, test } from '@jest/globals';
import { createClosers } from './closers.ts';

test('what was opened last is closed first, once, and whoever asks again waits for it', async () => {
  const closers = createClosers();
  const closed: string[] = [];
  let goOn = (): void => undefined;
  closers.push(() => closed.push('first'));
  closers.push(() => new Promise<void>((resolve) => (goOn = resolve)));
  closers.push(() => closed.push('last'));
  const one = closers.close();
  const two = closers.close().then(() => closed.push('told'));
  await Promise.resolve();
  expect(closed).toEqual(['last']);
  goOn();
  await Promise.all([one, two]);
  expect(closed).toEqual(['last', 'first', 'told']);
});

test('one that fails keeps no other open', async () => {
  const closers = createClosers();
  const closed: string[] = [];
  closers.push(() => closed.push('lock'));
  closers.push(() => Promise.reject(new Error('full')));
  await expect(closers.close()).rejects.toThrow('full');
  expect(closed).toEqual(['lock']);
});
