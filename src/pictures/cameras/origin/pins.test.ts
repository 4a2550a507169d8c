import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Failure } from '../../../common/failures.ts';
import { newDeviceId } from '../../../identity/ids.ts';
import type { Store } from '../../../storage/store.ts';
import { until } from '../../../workshop/until.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../../workshop/testing/test-house.ts';
import { likenessOf, type Likeness } from './likeness.ts';
import { createPinRegister } from '../../../wall/operator/pin-register.ts';
import {
  createRecogniser,
  type NoteUnanswered,
  type OtherCamera,
  type Recognise,
  type Recogniser,
  type Unanswered,
} from './pins.ts';
import type { Opened } from '../../../wall/partitions/camera-address.ts';
import { noNames } from '../../../wall/partitions/claims.ts';
import type { OriginReason } from './origin.ts';
import { streamForm } from '../stream-form.ts';
import { createRegister } from '../../../wall/operator/register.ts';
import { pinReading } from './old-pin.ts';
import { quietMs } from './reports.ts';
import { createKnownCameras } from '../../../wall/partitions/known-cameras.ts';
import { allDevices, allPins } from '../../../storage/contract/whole.ts';

let house: TestHouse;
let birch: TestAccount;
let alarms: OtherCamera[];
let warnings: Unanswered[];
let recognise: Recognise;
let unanswered: NoteUnanswered;
let refused: Recogniser['refused'];
let accepted: Recogniser['accepted'];
let storeIsDown = false;
let noteFails = false;
/** Done just before it is written down that another camera answers, or none any more. */
let meanwhile: () => Promise<unknown>;
/** How often it was written down that another camera answers, or none any more. */
let written = 0;

const breakable = (real: Store): Store => ({
  ...real,
  operator: {
    ...real.operator,
    pins: {
      ...real.operator.pins,
      async of(...asked) {
        if (storeIsDown) throw new Failure('storage-down', 'storage is not available');
        return real.operator.pins.of(...asked);
      },
      async note(...what) {
        written += 1;
        await meanwhile();
        if (noteFails) throw new Failure('storage-down', 'storage is not available');
        return real.operator.pins.note(...what);
      },
    },
  },
});

/** What waits for the end of a minute. */
let waiting: (() => void)[] = [];

/** As after a start. */
function anew(): void {
  ({ recognise, unanswered, refused, accepted } = createRecogniser({
    claimSerial: async () => true,
    cameras: createKnownCameras(house.store, house.ring, () => house.time.wall),
    alarm: (event) => alarms.push(event),
    warn: (event) => warnings.push(event),
    now: () => house.time.wall,
    clock: () => house.time.wall,
    later: (work) => void waiting.push(work),
  }));
}

beforeEach(async () => {
  [storeIsDown, noteFails, written] = [false, false, 0];
  meanwhile = async () => undefined;
  waiting = [];
  alarms = [];
  warnings = [];
  house = await openTestHouse({ store: breakable });
  birch = await house.addAccount('Birch');
  anew();
});
afterEach(() => house.close());

const own = likenessOf({ server: 'Lattice/1.0', realm: 'LT-1' });
const updated = likenessOf({ server: 'Lattice/2.0', realm: 'LT-1' });
const other = likenessOf({ server: 'Lattice/1.0', realm: 'LT-2' });

/** The row as the next connection reads it. */
async function row({ camera }: TestAccount = birch): Promise<Opened> {
  const [{ epoch, opening } = { epoch: 0, opening: 0 }] =
    await house.store.operator.map.entriesOf(camera);
  return { stamp: { camera, epoch }, opening };
}

/** One connection, to its end. */
async function meet(seen: Likeness, again: Likeness | undefined = seen): Promise<boolean> {
  const from = await row();
  const isSame = await recognise(from, 'stream', seen, async () => again);
  if (isSame) await accepted(from, 'stream');
  return isSame;
}

const replaced = () =>
  house.partitions.within(birch.proof, async (partition) => [...(await partition.replaced())]);

test('the first camera that answers is the one from then on, whatever its version', async () => {
  expect(await meet(own)).toBe(true);
  expect(await meet(own)).toBe(true);
  expect(await meet(updated)).toBe(true);
  expect(await meet(other)).toBe(false);
  expect(await meet({})).toBe(false);
});

test('who answered over a line that the row has no more is none in its place any more', async () => {
  const source = { stream: 'rtsp://127.0.0.1/x', transport: 'auto', alwaysWarm: false } as const;
  const register = createRegister(house.store, house.ring, noNames, streamForm);
  await register.setSource(birch.device, { ...source, still: 'http://127.0.0.1/x.jpg' });
  const still = async (seen: Likeness) =>
    recognise(await row(), 'still', seen, async () => undefined);
  await meet(own);
  await still(own);
  expect(await still(other)).toBe(false);
  expect(await replaced()).toEqual([birch.device]);
  await register.setSource(birch.device, source);
  expect(await meet(own)).toBe(true);
  expect(await replaced()).toEqual([]);
});

test('who is like it, and refused afterwards, is told once', async () => {
  await meet(own);
  const twin = async (): Promise<void> => {
    expect(await recognise(await row(), 'stream', own, async () => own)).toBe(true);
    await refused(await row(), 'stream', 'other-address');
  };
  await twin();
  const { opening } = (await house.store.of(birch.account).entry(birch.device)) ?? {};
  await twin();
  await twin();
  expect(alarms).toHaveLength(1);
  expect(await house.store.of(birch.account).entry(birch.device)).toMatchObject({ opening });
  expect(await replaced()).toEqual([birch.device]);
  await meet(own);
  expect(await replaced()).toEqual([]);
  await twin();
  expect(alarms).toHaveLength(2);
});

test('it is remembered by the next start, and by what it says over each line', async () => {
  await meet(own);
  anew();
  expect(await meet(other)).toBe(false);
  const still = async (seen: Likeness) =>
    recognise(await row(), 'still', seen, async () => undefined);
  expect(await still(other)).toBe(true);
  expect(await still(own)).toBe(false);
});

test('a camera that says nothing of itself is told from one that does', async () => {
  expect(await meet({})).toBe(true);
  expect(await meet({})).toBe(true);
  expect(await meet(own)).toBe(false);
});

test('what a camera says anew each time is not held against it', async () => {
  const said = (tool: string) => likenessOf({ realm: 'LT-1', tool });
  expect(await meet(said('A'), said('B'))).toBe(true);
  expect(await meet(said('C'))).toBe(true);
  expect(await meet(likenessOf({ realm: 'LT-2', tool: 'A' }))).toBe(false);
});

test('a camera that cannot be asked twice is known by what it said once', async () => {
  expect(await recognise(await row(), 'stream', own, async () => undefined)).toBe(true);
  expect(await meet(other)).toBe(false);
});

test('another camera raises the alarm once, and is told to the owner until it is gone', async () => {
  await meet(own);
  expect(await replaced()).toEqual([]);
  await meet(other);
  await meet(other);
  const event = { devices: [birch.device], line: 'stream', expected: 'Lattice, LT-1' };
  expect(alarms).toEqual([{ ...event, found: 'Lattice, LT-2' }]);
  expect(await replaced()).toEqual([birch.device]);
  expect(await allPins(house.store)).toMatchObject([
    { stranger: { description: 'Lattice, LT-2', since: house.time.wall } },
  ]);
  await meet(likenessOf({ server: 'Pane' }));
  expect(alarms.slice(1)).toEqual([{ ...event, found: 'Pane' }]);
  await meet(own);
  expect(await replaced()).toEqual([]);
  await meet(other);
  expect(alarms).toHaveLength(3);
});

test('a camera that says something else each time is told of now and then, and counted', async () => {
  await meet(own);
  await meet(other);
  const { opening } = await row();
  const revision = await house.store.revision();
  written = 0;
  for (let n = 0; n < 20; n += 1) await meet(likenessOf({ server: `Pane ${n}` }));
  // The one that is told beside the first is the last that is written down.
  expect(alarms.map(({ found }) => found)).toEqual(['Lattice, LT-2', 'Pane 0']);
  expect(written).toBe(1);
  expect(await house.store.revision()).toBe(revision + 1);
  expect((await row()).opening).toBe(opening);
  house.time.wall += quietMs;
  await meet(likenessOf({ server: 'Pane 20' }));
  expect(alarms[2]).toMatchObject({ found: 'Pane 20', heldBack: 19 });
  // It is never shown, told of or not.
  expect(await meet(likenessOf({ server: 'Pane 21' }))).toBe(false);
  expect(await replaced()).toEqual([birch.device]);
});

test('a refusal that alternates between two reasons is told once for each, and again after a while', async () => {
  const refuse = async (reason: OriginReason) => refused(await row(), 'still', reason);
  for (let n = 0; n < 9; n += 1) {
    await refuse('other-key');
    await refuse('leads-elsewhere');
    await unanswered(await row(), 'onvif', 'timeout');
    await unanswered(await row(), 'onvif', 'unauthorized');
  }
  expect(alarms).toHaveLength(2);
  expect(warnings).toHaveLength(2);
  const revision = await house.store.revision();
  house.time.wall += quietMs;
  await refuse('other-key');
  await refuse('leads-elsewhere');
  await unanswered(await row(), 'onvif', 'timeout');
  expect(alarms.slice(2)).toMatchObject([{ heldBack: 8 }, { line: 'still' }]);
  expect(warnings.slice(2)).toMatchObject([{ reason: 'timeout', heldBack: 8 }]);
  expect(await house.store.revision()).toBeGreaterThan(revision);
});

test('the right camera and another by turns cost a write each once a minute', async () => {
  await meet(own);
  const turns = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn += 1) {
      expect(await meet(other)).toBe(false);
      expect(await meet(own)).toBe(true);
    }
  };
  await turns(1);
  expect(await replaced()).toEqual([]);
  expect([written, alarms.length]).toEqual([2, 1]);
  await turns(50);
  // That another answers was written once more. That none does any more waits.
  expect([written, alarms.length]).toEqual([3, 2]);
  const turn = waiting.splice(0);
  expect(turn).toHaveLength(1);
  for (const work of turn) work();
  await until(async () => (await replaced()).length === 0);
  expect(written).toBe(4);
});

test('what waits is off where another camera answered last', async () => {
  await meet(own);
  for (const seen of [other, own, other, own, other]) await meet(seen);
  expect(written).toBe(3);
  for (const work of waiting.splice(0)) work();
  await expect(meet(other)).resolves.toBe(false);
  expect(await replaced()).toEqual([birch.device]);
  expect(written).toBe(3);
  // The minute is over: the next time it is written at once.
  await meet(own);
  expect(await replaced()).toEqual([]);
});

test('a camera that is known is not asked twice, and nothing is written of what is as it was', async () => {
  await meet(own);
  const again = () => Promise.reject(new Error('asked again'));
  expect(await recognise(await row(), 'stream', own, again)).toBe(true);
  expect(written).toBe(0);
  await meet(other);
  await meet(other);
  expect(written).toBe(1);
  await meet(own);
  await meet(own);
  expect(written).toBe(2);
});

test('the alarm is raised for each camera and each line of it', async () => {
  const harbour = await house.addAccount('Harbour');
  const lines = [
    [birch, 'stream'],
    [birch, 'still'],
    [harbour, 'stream'],
  ] as const;
  for (const [of, line] of lines) await recognise(await row(of), line, own, async () => own);
  for (const [of, line] of lines) await recognise(await row(of), line, other, async () => other);
  expect(alarms.map(({ devices, line }) => [...devices, line])).toEqual(
    lines.map(([of, line]) => [of.device, line]),
  );
});

test('nothing is recognised while the store cannot be asked', async () => {
  await meet(own);
  storeIsDown = true;
  await expect(meet(own)).rejects.toMatchObject({ code: 'storage-down' });
});

test('a refusal before anything was pinned is an alarm, once, and ends what is open', async () => {
  const opening = async () => (await house.store.operator.map.entriesOf(birch.camera))[0]?.opening;
  await refused(await row(), 'stream', 'other-key');
  await refused(await row(), 'stream', 'other-key');
  const found = 'it has another TLS key';
  expect(alarms).toEqual([
    { devices: [birch.device], line: 'stream', expected: 'not met yet', found },
  ]);
  expect(await opening()).toBe(2);
});

test('a refusal is an alarm whatever the store can say, and again until it was noted', async () => {
  await meet(own);
  [storeIsDown, noteFails] = [true, true];
  await refused(await row(), 'stream', 'other-key');
  expect(alarms).toMatchObject([{ expected: 'not met yet' }]);
  [storeIsDown, noteFails] = [false, false];
  await refused(await row(), 'stream', 'other-key');
  await refused(await row(), 'stream', 'other-key');
  expect(alarms.slice(1)).toMatchObject([{ expected: 'Lattice, LT-1' }]);
});

test('repinned, the next camera is the one, and the owner is told no more', async () => {
  const pins = createPinRegister(house.store, pinReading);
  await meet(own);
  await meet(other);
  expect(await pins.repin(birch.device)).toMatchObject([
    { line: 'stream', description: 'Lattice, LT-1', stranger: { description: 'Lattice, LT-2' } },
  ]);
  expect(await pins.repin(birch.device)).toEqual([]);
  const nothing = newDeviceId();
  await expect(pins.repin(nothing)).rejects.toMatchObject({
    code: 'not-found',
    message: `there is no camera ${nothing}: see casement camera list`,
  });
  expect(await replaced()).toEqual([]);
  expect(await meet(other)).toBe(true);
  expect(await meet(own)).toBe(false);
});

test('what was told of a camera is told anew after a repin, and once', async () => {
  const recogniser = createRecogniser({
    claimSerial: async () => true,
    cameras: createKnownCameras(house.store, house.ring, () => house.time.wall),
    alarm: (event) => alarms.push(event),
    warn: (event) => warnings.push(event),
    now: () => house.time.wall,
  });
  const pins = createPinRegister(house.store, pinReading);
  const found = () => alarms.map(({ line, expected }) => [line, expected]);
  const everyLine = async () => {
    for (const line of ['stream', 'still'] as const) {
      await recogniser.refused(await row(), line, 'leads-elsewhere');
      await recogniser.refused(await row(), 'onvif', 'certificate');
    }
  };
  await everyLine();
  await everyLine();
  expect(found()).toEqual([
    ['stream', 'not met yet'],
    ['still', 'not met yet'],
  ]);
  expect(warnings).toHaveLength(1);
  await pins.repin(birch.device);
  await everyLine();
  await everyLine();
  expect(alarms).toHaveLength(4);
  expect(warnings).toHaveLength(2);

  alarms = [];
  await meet(own);
  await meet(other);
  await pins.repin(birch.device);
  await meet(own);
  await meet(other);
  await meet(other);
  expect(found()).toEqual([
    ['stream', 'Lattice, LT-1'],
    ['stream', 'Lattice, LT-1'],
  ]);
});

test('another address is another matter, too: what answers there is told of', async () => {
  await meet(own);
  await meet(other);
  const register = createRegister(house.store, house.ring, noNames, streamForm);
  const where = { stream: 'rtsp://127.0.0.9/x', transport: 'auto', alwaysWarm: false } as const;
  await register.setSource(birch.device, where);
  await meet(other);
  await meet(other);
  expect(alarms).toHaveLength(2);
});

test('strangers who answer over two lines at once are told once each', async () => {
  const lines = ['stream', 'still'] as const;
  for (const line of lines) await recognise(await row(), line, own, async () => own);
  const all = () =>
    Promise.all(
      lines.flatMap((line) =>
        [1, 2].map(async () => recognise(await row(), line, other, async () => other)),
      ),
    );
  expect([await all(), await all()].flat()).toEqual(Array.from({ length: 8 }, () => false));
  expect(alarms.map(({ line }) => line)).toEqual(['stream', 'still']);
});

test('repinning forgets one camera, and what is listed of it is what there is', async () => {
  const harbour = await house.addAccount('Harbour');
  const pins = createPinRegister(house.store, pinReading);
  for (const account of [birch, harbour]) {
    await recognise(await row(account), 'stream', own, async () => own);
  }
  const pin = {
    line: 'stream',
    description: 'Lattice, LT-1',
    since: house.time.wall,
    state: 'bound',
  };
  expect(await pins.repin(harbour.device)).toStrictEqual([pin]);
  expect([...(await pins.of([birch.device, harbour.device]))]).toStrictEqual([
    [birch.device, [pin]],
    [harbour.device, []],
  ]);
});

test('a camera that is handed over is still the same camera', async () => {
  const harbour = await house.addAccount('Harbour');
  await meet(own);
  const register = createRegister(house.store, house.ring, noNames, streamForm);
  const { device } = await register.transfer(birch.device, harbour.account);
  expect(await meet(other)).toBe(false);
  expect(await meet(own)).toBe(true);
  const known = await createPinRegister(house.store, pinReading).of(await allDevices(house.store));
  expect(known.get(device)).toMatchObject([{ description: 'Lattice, LT-1' }]);
  expect(known.get(harbour.device)).toEqual([]);
});

test('a line without an answer is told once for each reason, until there is one', async () => {
  const asked = async (reason: string) => unanswered(await row(), 'onvif', reason);
  const say = async (seen: Likeness) =>
    recognise(await row(), 'onvif', seen, async () => undefined);
  await asked('timeout');
  await asked('timeout');
  await asked('unauthorized');
  const event = { devices: [birch.device], line: 'onvif' };
  const reasons = () => warnings.map(({ reason }) => reason);
  expect(warnings).toEqual([
    { ...event, reason: 'timeout' },
    { ...event, reason: 'unauthorized' },
  ]);
  expect(await say(likenessOf({ serial: 'LT-1' }))).toBe(true);
  await accepted(await row(), 'onvif');
  await asked('unauthorized');
  expect(reasons()).toEqual(['timeout', 'unauthorized', 'unauthorized']);
  expect(alarms).toEqual([]);
  expect(await replaced()).toEqual([]);
  expect(await say(likenessOf({ serial: 'LT-2' }))).toBe(false);
  expect(alarms).toMatchObject([{ line: 'onvif', expected: 'LT-1', found: 'LT-2' }]);
});

test('a line without an answer is told also when the store cannot say whose it is', async () => {
  const { map } = house.store.operator;
  const entriesOf = () => Promise.reject(new Failure('storage-down', 'storage is not available'));
  const deaf = createRecogniser({
    claimSerial: async () => true,
    cameras: createKnownCameras(
      { ...house.store, operator: { ...house.store.operator, map: { ...map, entriesOf } } },
      house.ring,
      () => house.time.wall,
    ),
    alarm: (event) => alarms.push(event),
    warn: (event) => warnings.push(event),
    now: () => house.time.wall,
  });
  await deaf.unanswered(await row(), 'onvif', 'timeout');
  expect(warnings).toEqual([{ devices: [], line: 'onvif', reason: 'timeout' }]);
});

test('a device whose serial number is another account’s is not pinned, not shown, and told of once', async () => {
  let free = false;
  const asked: Likeness[] = [];
  const strict = createRecogniser({
    async claimSerial(_camera, seen) {
      asked.push(seen);
      return free;
    },
    cameras: createKnownCameras(house.store, house.ring, () => house.time.wall),
    alarm: (event) => alarms.push(event),
    warn: (event) => warnings.push(event),
    now: () => house.time.wall,
  });
  const over = async (line: 'stream' | 'onvif') =>
    strict.recognise(await row(), line, own, async () => own);
  await expect(over('onvif')).rejects.toMatchObject({ reason: 'same-serial' });
  await expect(over('onvif')).rejects.toMatchObject({ reason: 'same-serial' });
  expect(await house.store.operator.pins.of(birch.camera, 'onvif')).toBeUndefined();
  expect([alarms.length, warnings.length]).toEqual([0, 1]);
  expect(await over('stream')).toBe(true);
  expect(asked).toEqual([own, own]);
  free = true;
  expect(await over('onvif')).toBe(true);
});

test('of a camera that was removed meanwhile there is nobody to be told', async () => {
  await meet(own);
  const from = await row();
  await house.store.operator.map.removeCamera(birch.camera);
  await refused(from, 'stream', 'other-address');
  expect(alarms).toEqual([]);
});

describe('after a row was put right, what was opened before it', () => {
  const putRight = async (): Promise<void> => {
    const where = { stream: 'rtsp://127.0.0.9/x', transport: 'auto', alwaysWarm: false } as const;
    await createRegister(house.store, house.ring, noNames, streamForm).setSource(
      birch.device,
      where,
    );
  };
  const outdated = { code: 'not-found' };
  const again = async () => undefined;
  const opening = async () => (await row()).opening;

  test('is not pinned', async () => {
    const before = await row();
    await putRight();
    await expect(recognise(before, 'stream', other, again)).rejects.toMatchObject(outdated);
    expect(await allPins(house.store)).toEqual([]);
  });

  test('is no alarm and no warning, and ends nothing', async () => {
    await meet(own);
    const before = await row();
    await putRight();
    const now = await opening();
    await expect(recognise(before, 'stream', other, again)).rejects.toMatchObject(outdated);
    await refused(before, 'stream', 'other-key');
    await refused(before, 'still', 'other-key');
    await refused(before, 'stream', 'certificate');
    await unanswered(before, 'onvif', 'timeout');
    expect([alarms, warnings, await opening(), await replaced()]).toEqual([[], [], now, []]);
    await unanswered(await row(), 'onvif', 'timeout');
    await meet(other);
    expect([alarms.length, warnings.length]).toEqual([1, 1]);
  });

  test('is no alarm either where that happens just before it is written down', async () => {
    await meet(own);
    meanwhile = async () => {
      meanwhile = async () => undefined;
      await putRight();
    };
    await expect(meet(other)).rejects.toMatchObject(outdated);
    meanwhile = putRight;
    await refused(await row(), 'stream', 'other-key');
    expect([alarms, await replaced()]).toEqual([[], []]);
    meanwhile = async () => undefined;
    await refused(await row(), 'stream', 'other-key');
    expect(alarms).toHaveLength(1);
  });

  test('does not say that the other camera is gone', async () => {
    await meet(own);
    await meet(other);
    const before = await row();
    await putRight();
    await expect(accepted(before, 'stream')).rejects.toMatchObject(outdated);
    expect(await replaced()).toEqual([birch.device]);
  });

  test('does not count either where another camera was told of before or after', async () => {
    await meet(own);
    const before = await row();
    await meet(other);
    await putRight();
    await refused(before, 'still', 'other-key');
    await meet(other);
    await refused(before, 'still', 'other-key');
    expect(alarms.map(({ line }) => line)).toEqual(['stream', 'stream']);
  });
});

test('what was opened before another camera was told of, and not put right since, is told of, too', async () => {
  await meet(own);
  const before = await row();
  await meet(other);
  for (let times = 0; times < 2; times += 1) await refused(before, 'still', 'other-key');
  for (let times = 0; times < 2; times += 1) await refused(await row(), 'still', 'other-key');
  expect(await recognise(before, 'stream', other, async () => other)).toBe(false);
  expect(alarms.map(({ line }) => line)).toEqual(['stream', 'still']);
});

test('where nobody can say whether a connection counts, nothing is told until somebody can', async () => {
  const { map } = house.store.operator;
  let isDeaf = true;
  const entriesOf: typeof map.entriesOf = (camera) =>
    isDeaf
      ? Promise.reject(new Failure('storage-down', 'storage is not available'))
      : map.entriesOf(camera);
  const deaf = createRecogniser({
    claimSerial: async () => true,
    cameras: createKnownCameras(
      { ...house.store, operator: { ...house.store.operator, map: { ...map, entriesOf } } },
      house.ring,
      () => house.time.wall,
    ),
    alarm: (event) => alarms.push(event),
    warn: (event) => warnings.push(event),
    now: () => house.time.wall,
  });
  await deaf.refused(await row(), 'stream', 'other-key');
  expect(alarms).toEqual([]);
  isDeaf = false;
  await deaf.refused(await row(), 'stream', 'other-key');
  expect(alarms).toHaveLength(1);
});
