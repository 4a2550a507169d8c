import { cp } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { lineSchema } from './lines.ts';
import { createSummary, readSummary } from './summary.ts';
import { openLedger, sampleFacts, type Ledger } from './testing/ledger.ts';

let ledger: Ledger;
beforeEach(async () => {
  ledger = await openLedger();
});
afterEach(() => ledger.dispose());

const noon = Date.UTC(2026, 10, 23, 12);
const told = () => readSummary(ledger.place, ledger.keys);

test('sessions that ended, that run, and that ran into another day are told once each', async () => {
  const audit = await ledger.open();
  const [ended, lasting] = [sampleFacts(), sampleFacts()];
  const first = audit.recorder.begin(ended);
  const second = audit.recorder.begin(lasting);
  first.add(10, 1);
  first.end('display');
  ledger.time.wall += 86_400_000;
  second.add(20, 2);
  await audit.retire();
  const meanwhile = await told();
  expect(meanwhile.delivered).toMatchObject([
    { session: ended.id, bytes: 10, units: 1, from: noon, to: noon, reason: 'display' },
    { session: lasting.id, bytes: 20, units: 2, from: noon, to: noon + 86_400_000 },
  ]);
  expect(meanwhile.delivered[1]).not.toHaveProperty('reason');
  second.end('idle');
  await audit.close();
  expect((await told()).delivered.map(({ session, reason }) => [session, reason])).toEqual([
    [ended.id, 'display'],
    [lasting.id, 'idle'],
  ]);
});

test('what came in a session beside is told, in its order', async () => {
  const audit = await ledger.open();
  const { id: session, account, grant, device, stamp } = sampleFacts();
  const who = { session, account, grant, device };
  const hash = 'h'.repeat(43);
  const about = { ...who, stamp };
  audit.recorder.noted({ ...about, what: 'elsewhere', first: '192.0.2.1', from: '2001:db8::2' });
  audit.recorder.noted({ ...about, what: 'elsewhere', first: hash, from: hash });
  audit.recorder.noted({ ...about, what: 'reconnected' });
  audit.recorder.noted({ ...about, what: 'reconnected', from: hash });
  audit.recorder.noted({ ...about, what: 'more', of: 'elsewhere' });
  await audit.close();
  const { beside, delivered, verdict } = await told();
  expect([verdict.faults, delivered]).toEqual([[], []]);
  const line = { ...who, build: '0.1.0+test', at: noon };
  expect(beside).toEqual([
    { ...line, kind: 'elsewhere', first: '192.0.2.1', from: '2001:db8::2' },
    { ...line, kind: 'elsewhere', first: hash, from: hash },
    { ...line, kind: 'reconnected' },
    { ...line, kind: 'reconnected', from: hash },
    { ...line, kind: 'more', of: 'elsewhere' },
  ]);
});

test('what has answered in a session is told in its order, over files and crashes', async () => {
  const audit = await ledger.open();
  const [zeroth, first, second, third] = ['0', '1', '2', '3'].map((digit) => ({
    stream: { pin: digit.repeat(43), place: 'p'.repeat(43), host: 'a'.repeat(43) },
  }));
  const facts = sampleFacts({ answered: zeroth });
  const delivery = audit.recorder.begin(facts);
  // By turns, as where one thing is bound and another lost: each is told once.
  for (const answered of [first, zeroth, first, second]) delivery.answered(answered ?? {});
  ledger.time.wall += 86_400_000;
  await audit.retire();
  const meanwhile = await told();
  expect(meanwhile.delivered).toMatchObject([
    { answered: second, answeredBefore: [zeroth, first] },
  ]);
  delivery.answered(third ?? {});
  // What the disk holds once the line is written is what a kill would leave.
  await audit.retire();
  const left = await openLedger();
  await cp(dirname(ledger.place.head), dirname(left.place.head), { recursive: true });
  delivery.end('idle');
  delivery.answered(first ?? {});
  await audit.close();
  await (await left.open({ keys: ledger.keys })).close();
  const last = { session: facts.id, answered: third, answeredBefore: [zeroth, first, second] };
  expect((await told()).delivered).toMatchObject([{ ...last, reason: 'idle' }]);
  const { delivered, verdict } = await readSummary(left.place, ledger.keys);
  expect(verdict.faults).toEqual([]);
  expect(delivered).toMatchObject([{ ...last, reason: 'crashed' }]);
  await left.dispose();
});

test('lines of earlier versions are read: without what answered, or with its URL’s text hashed', () => {
  const { id: session, account, device, stamp, protocol } = sampleFacts();
  const who = { session, account, device, ...stamp, protocol, build: '0.1.0+old' };
  const line = { seq: 1, at: new Date(noon).toISOString(), hash: 'h'.repeat(43), kind: 'opened' };
  expect(lineSchema.parse({ ...line, ...who })).not.toHaveProperty('answered');
  const answered = { stream: { pin: 'p'.repeat(43), description: 'x', source: 's'.repeat(43) } };
  expect(lineSchema.parse({ ...line, ...who, answered })).toMatchObject({ answered });
});

test('each build ran from its start to its stop', async () => {
  const hour = 3_600_000;
  const first = await ledger.open({ build: 'a' });
  ledger.time.wall += hour;
  await first.close();
  ledger.time.wall += hour;
  const second = await ledger.open({ build: 'b' });
  const { runs } = await told();
  await second.close();
  expect(runs).toEqual([
    { build: 'a', from: noon, to: noon + hour },
    { build: 'b', from: noon + 2 * hour },
  ]);
});

test('a build that crashed may have run until the next start', () => {
  const summary = createSummary();
  const place = { hash: 'x'.repeat(43), node: '20.19.0', kind: 'start' } as const;
  for (const [at, build] of ['a', 'a', 'b', 'a'].entries()) {
    summary.take({ ...place, seq: at + 1, at, build });
  }
  expect(summary.summarise({}).runs).toEqual([
    { build: 'a', from: 0, to: 2 },
    { build: 'b', from: 2, to: 3 },
    { build: 'a', from: 3 },
  ]);
});
