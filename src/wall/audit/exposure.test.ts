import { describe, expect, test } from '@jest/globals';
import {
  newAccountId,
  newCameraId,
  newDeviceId,
  newGrantId,
  newSessionId,
  type AccountId,
} from '../../identity/ids.ts';
import type { EntrySpan, GrantSpan } from '../../storage/history.ts';
import { groupBy } from '../../common/group-by.ts';
import { type CameraNow, createAnsweringCameras } from './answering.ts';
import {
  answersIn,
  askedOf,
  camerasIn,
  createExposure,
  type Exposed,
  type Question,
} from './exposure.ts';
import type { Delivered, Run, Stopped } from './summary.ts';

const day = (number: number): number => Date.UTC(2026, 11, number);
/** The incident: from the 10th to the 20th. */
const incident = { since: day(10), until: day(20) };

interface Person {
  readonly id: AccountId;
  readonly name: string;
}
const people = new Map<AccountId, string>();
function person(name: string): Person {
  const id = newAccountId();
  people.set(id, name);
  return { id, name };
}

const grant = ({ id: account }: Person, from: number, to?: number): GrantSpan => ({
  account,
  grant: newGrantId(),
  from,
  ...(to !== undefined && { to }),
});

interface Times {
  readonly from?: number;
  readonly to?: number;
  readonly like?: EntrySpan;
  readonly epoch?: number;
}

/** A camera of somebody's; `like`: the same camera in another account. */
function entry({ id: account }: Person, model: string | undefined, times: Times = {}): EntrySpan {
  const { from = day(1), to, like, epoch = 1 } = times;
  return {
    account,
    device: newDeviceId(),
    camera: like?.camera ?? newCameraId(),
    epoch,
    role: like === undefined ? 'owner' : 'viewer',
    from,
    ...(model !== undefined && { model }),
    ...(to !== undefined && { to }),
  };
}

const old = '0.1.0+aaaaaaaaaaaa';
const next = '0.2.0+bbbbbbbbbbbb';

function session(of: EntrySpan, from: number, to: number, build = old): Delivered {
  const { account, device, camera, epoch, model } = of;
  const facts = {
    session: newSessionId(),
    account,
    device,
    camera,
    epoch,
    protocol: 'hls',
  } as const;
  const totals = { from, to, bytes: 1000, units: 25, reason: 'idle' };
  return { ...facts, ...(model !== undefined && { model }), build, ...totals };
}

interface Known {
  readonly grants: readonly GrantSpan[];
  readonly entries: readonly EntrySpan[];
  readonly cameras: readonly CameraNow[];
  readonly delivered: readonly Delivered[];
  readonly stopped: readonly Stopped[];
  readonly runs: readonly Run[];
}

/** As the command asks: what the record says first, then the cameras in it, then account by account. */
function answer(question: Question, known: Known) {
  const answering = createAnsweringCameras();
  for (const one of known.delivered) answering.hear(one);
  for (const camera of known.cameras) answering.add(camera);
  const asked = askedOf(question, known);
  const answers = answersIn(asked.delivered, answering.of);
  const cameras = new Set(camerasIn(asked.delivered, answers));
  const entries = known.entries.filter(({ camera }) => cameras.has(camera));
  const found = createExposure(asked, answers, entries);
  const grantsOf = groupBy(known.grants, ({ account }) => account);
  const entriesOf = groupBy(known.entries, ({ account }) => account);
  const everyone = new Set([...grantsOf.keys(), ...found.recorded]);
  const accounts = [...everyone].flatMap((account): Exposed | readonly Exposed[] => {
    const [grants, entriesHad] = [grantsOf.get(account) ?? [], entriesOf.get(account) ?? []];
    return found.of(account, { grants, entries: entriesHad }) ?? [];
  });
  return { ...found, accounts };
}

function ask(question: Partial<Question>, known: Partial<Known>) {
  const runs: Run[] = [{ build: old, from: day(1) }];
  const empty = { grants: [], entries: [], cameras: [], delivered: [], stopped: [], runs };
  const { accounts, slips, unknown } = answer({ ...incident, ...question }, { ...empty, ...known });
  const named = (holds: (one: (typeof accounts)[number]) => boolean) =>
    accounts
      .filter(holds)
      .map(({ account }) => people.get(account) ?? '')
      .toSorted((a, b) => a.localeCompare(b));
  return {
    accounts,
    slips: slips.map(({ session: { account }, of, maybeOf }) => [
      people.get(account),
      ...[of, maybeOf].map((some) => some.map((one) => people.get(one))),
    ]),
    unknown,
    of: ({ id }: Person) => accounts.find(({ account }) => account === id),
    linked: named(({ linked }) => linked.length > 0),
    delivered: named(({ delivered }) => delivered.length > 0),
    affected: named(({ affected }) => affected.length > 0),
  };
}

/** Two houses with the model in question, one with another, and what can become of accounts. */
function prepared() {
  const [anna, bert, cora, dirk] = [person('Anna'), person('Bert'), person('Cora'), person('Dirk')];
  const [emma, finn, gita, hugo] = [person('Emma'), person('Finn'), person('Gita'), person('Hugo')];
  const [ines, jona, karl] = [person('Ines'), person('Jona'), person('Karl')];
  const annas = entry(anna, 'Aqua');
  const berts = entry(bert, 'Aqua', { like: annas });
  const coras = entry(cora, 'Aqua');
  const dirks = entry(dirk, 'Brio');
  const inesCamera = entry(ines, 'Aqua');
  const jonas = entry(jona, 'Aqua', { like: inesCamera, to: day(15) });
  const gitas = entry(gita, 'Aqua', { to: day(15) });
  const entries = [
    annas,
    berts,
    coras,
    dirks,
    inesCamera,
    jonas,
    gitas,
    entry(emma, 'Aqua'),
    entry(finn, 'Aqua'),
    entry(hugo, 'Aqua', { from: day(25) }),
    entry(karl, 'Aqua', { to: day(12) }),
  ];
  const grants = [
    ...[anna, bert, cora, dirk, hugo, jona].map((one) => grant(one, day(2))),
    grant(emma, day(2), day(9)), // unlinked before
    grant(finn, day(2), day(12)), // unlinked during the incident
    grant(gita, day(2), day(15)), // account removed
    grant(karl, day(13)), // linked when its camera had gone
  ];
  const delivered = [
    session(berts, day(9), day(11)),
    session(dirks, day(12), day(13)),
    session(jonas, day(14), day(14)),
    session(coras, day(8), day(9)), // before
    session(coras, day(21), day(22), next), // after
  ];
  return { known: { grants, entries, delivered }, anna, bert, dirk, ines, jona };
}

test('exactly those who were linked in the time, those who have left since included', () => {
  const { linked } = ask({}, prepared().known);
  expect(linked).toEqual(['Anna', 'Bert', 'Cora', 'Dirk', 'Finn', 'Gita', 'Hugo', 'Jona', 'Karl']);
});

test('of one model: exactly those who were linked while they could see such a camera', () => {
  const { linked, of } = ask({ model: 'Aqua' }, prepared().known);
  expect(linked).toEqual(['Anna', 'Bert', 'Cora', 'Finn', 'Gita', 'Jona']);
  expect(of(person('Nobody'))).toBeUndefined();
});

test('delivered to, and affected: who was shown something, and whose camera was shown', () => {
  const { known, anna, bert, ines, jona, dirk } = prepared();
  const all = ask({}, known);
  expect(all.delivered).toEqual(['Bert', 'Dirk', 'Jona']);
  expect(all.affected).toEqual(['Anna', 'Bert', 'Dirk', 'Ines', 'Jona']);
  expect(all.of(anna)).toMatchObject({ affected: ['seen'], seenByOthers: 1, delivered: [] });
  expect(all.of(bert)).toMatchObject({ affected: ['delivered', 'seen'], seenByOthers: 0 });
  expect(all.of(dirk)).toMatchObject({ affected: ['delivered', 'seen'], seenByOthers: 0 });
  // Never linked, but its camera was shared with somebody who looked.
  expect(all.of(ines)).toMatchObject({ linked: [], affected: ['seen'], seenByOthers: 1 });
  expect(all.of(jona)?.delivered).toEqual([known.delivered[2]]);
  const aqua = ask({ model: 'Aqua' }, known);
  expect(aqua.delivered).toEqual(['Bert', 'Jona']);
  expect(aqua.affected).toEqual(['Anna', 'Bert', 'Ines', 'Jona']);
});

test('the time counts: another week, other accounts', () => {
  const { known } = prepared();
  const after = ask({ since: day(21), until: day(30) }, known);
  expect(after.linked).toEqual(['Anna', 'Bert', 'Cora', 'Dirk', 'Hugo', 'Jona', 'Karl']);
  expect(after.affected).toEqual(['Cora']);
});

test('by build: linked while it ran, delivered by it', () => {
  const { known } = prepared();
  const runs = [
    { build: old, from: day(1), to: day(11) },
    { build: next, from: day(11) },
  ];
  const sessions = [
    ...known.delivered.slice(0, 1),
    ...known.delivered.slice(1, 3).map((one) => ({ ...one, build: next })),
  ];
  const all = { ...known, delivered: sessions, runs };
  const first = ask({ build: old }, all);
  // Karl linked after the old build had gone.
  expect(first.linked).not.toContain('Karl');
  expect([first.delivered, first.affected]).toEqual([['Bert'], ['Anna', 'Bert']]);
  const second = ask({ build: '0.2' }, all);
  expect(second.linked).toContain('Karl');
  expect(second.delivered).toEqual(['Dirk', 'Jona']);
  expect(ask({ build: '0.3' }, all).accounts).toEqual([]);
});

test('a camera that was handed over counts for whoever had it at the time', () => {
  const [seller, buyer] = [person('Seller'), person('Buyer')];
  const before = entry(seller, 'Aqua', { to: day(14) });
  const after = entry(buyer, 'Aqua', { like: before, epoch: 2, from: day(14) });
  const known = { entries: [before, after], grants: [grant(seller, day(2))] };
  const early = ask({}, { ...known, delivered: [session(before, day(12), day(13))] });
  expect(early.affected).toEqual(['Seller']);
  const late = ask({}, { ...known, delivered: [session(after, day(15), day(16))] });
  expect(late.affected).toEqual(['Buyer']);
});

test('a share that had been withdrawn when the camera was watched does not count', () => {
  const [owner, viewer] = [person('Owner'), person('Viewer')];
  const own = entry(owner, 'Aqua');
  const shared = entry(viewer, 'Aqua', { like: own, to: day(11) });
  const known = { entries: [own, shared], grants: [], delivered: [session(own, day(12), day(13))] };
  expect(ask({}, known).affected).toEqual(['Owner']);
});

test('a stopped foreign picture brings its account into the list, without being affected', () => {
  const one = person('Watcher');
  const stamp = { camera: newCameraId(), epoch: 1 };
  const told = { account: one.id, session: newSessionId(), device: newDeviceId(), build: old };
  const stopped = [{ ...told, at: day(12), expected: stamp, found: { ...stamp, epoch: 2 } }];
  expect(ask({}, { stopped }).of(one)).toMatchObject({ stopped: 1, affected: [], linked: [] });
  expect(ask({ since: day(13) }, { stopped }).accounts).toEqual([]);
});

/** A camera as it is today: its pin, and the places and addresses that lead to it. */
const now = ({ camera }: EntrySpan, pin: string, at?: readonly [host: string, path: string]) => ({
  camera,
  pins: [pin],
  places: at === undefined ? [] : [at.join()],
  hosts: at === undefined ? [] : [at[0]],
});

describe('two cameras of one make, which say the same of themselves', () => {
  const [harbour, birch] = [person('Harbour'), person('Birch')];
  const [harbours, birchs] = [entry(harbour, 'Brio'), entry(birch, 'Brio')];
  const entries = [harbours, birchs];
  const cameras = [now(harbours, 'twin', ['10', '/']), now(birchs, 'twin', ['20', '/'])];
  const shown = (of: EntrySpan, host: string, path = '/', pin = 'twin'): Delivered => ({
    ...session(of, day(12), day(13)),
    answered: { stream: { pin, host, place: [host, path].join() } },
  });
  const slipsOf = (delivered: readonly Delivered[], today = cameras) =>
    ask({}, { entries, cameras: today, delivered }).slips;

  test('each at its own place is no slip', () => {
    expect(slipsOf([shown(harbours, '10'), shown(birchs, '20')])).toEqual([]);
  });

  test('one at the place of the other is a slip, for certain', () => {
    expect(slipsOf([shown(harbours, '20'), shown(birchs, '20')])).toEqual([
      ['Harbour', ['Birch'], []],
    ]);
  });

  test('also where it answered so for a while only', () => {
    const { answered, ...slip } = shown(harbours, '20');
    const corrected = shown(harbours, '10');
    const both = { ...slip, answeredBefore: [answered ?? {}], answered: corrected.answered ?? {} };
    expect(slipsOf([both])).toEqual([['Harbour', ['Birch'], []]]);
  });

  test('after another took its place, as by a swap, the one that stood there before is named, too', () => {
    const [oak] = [person('Oak')];
    const oaks = entry(oak, 'Brio');
    const today = [
      now(harbours, 'twin', ['10', '/']),
      now(birchs, 'twin', ['30', '/']),
      now(oaks, 'twin', ['20', '/']),
    ];
    const all = { entries: [...entries, oaks], cameras: today };
    const delivered = [shown(harbours, '20'), shown(birchs, '20')];
    expect(ask({}, { ...all, delivered }).slips).toContainEqual(['Harbour', ['Oak'], ['Birch']]);
    // Without a session of its own there, nothing tells of it.
    expect(ask({}, { ...all, delivered: delivered.slice(0, 1) }).slips).toEqual([
      ['Harbour', ['Oak'], []],
    ]);
  });

  test('by the device that its ONVIF service told of, where the stream alone does not tell', () => {
    const { answered, ...own } = shown(harbours, '30', '/', 'nothing in common');
    const slip = { ...own, answered: { ...answered, onvif: { pin: 'serial', host: '30' } } };
    const [mine, theirs] = [now(harbours, 'twin', ['10', '/']), now(birchs, 'twin', ['20', '/'])];
    const corrected = [
      { ...mine, pins: ['twin', 'other serial'] },
      { ...theirs, pins: ['twin', 'serial'] },
    ];
    expect(slipsOf([slip], corrected)).toEqual([['Harbour', [], ['Birch']]]);
    // Serial numbers repeat: that it is one’s own device tells of no other.
    const honest = { ...shown(harbours, '10'), answered: { onvif: { pin: 'serial' } } };
    const both = [mine, theirs].map((one) => ({ ...one, pins: ['twin', 'serial'] }));
    expect(slipsOf([honest], both)).toEqual([]);
  });

  test('at a place of neither, it may have been the other', () => {
    expect(slipsOf([shown(harbours, '30')])).toEqual([['Harbour', [], ['Birch']]]);
  });

  test('at another path of one address, as behind a router or recorder, it may have been, too', () => {
    const today = [now(harbours, 'twin', ['20', '/sub']), cameras[1] ?? now(birchs, 'twin')];
    expect(slipsOf([shown(harbours, '20', '/sub')], today)).toEqual([['Harbour', [], ['Birch']]]);
  });

  test('where its camera led the bridge to the place of the other, it may have been', () => {
    const { answered, ...own } = shown(harbours, '10');
    const led = { stream: { ...answered?.stream, led: ['30,/', '20,/'] } };
    expect(slipsOf([{ ...own, answered: led }])).toEqual([['Harbour', [], ['Birch']]]);
    const itself = { stream: { ...answered?.stream, led: ['10,/', '30,/'] } };
    expect(slipsOf([{ ...own, answered: itself }])).toEqual([]);
  });

  test('where the other is reached nobody knows: it may have been', () => {
    const today = [now(harbours, 'twin', ['10', '/']), now(birchs, 'twin')];
    expect(slipsOf([shown(harbours, '10')], today)).toEqual([['Harbour', [], ['Birch']]]);
  });

  test('at another port of its address, where it says other things, it may have been', () => {
    const { answered: _stream, ...own } = shown(harbours, '10');
    const still = { pin: 'web server', host: '20', place: '20,/snap.jpg' };
    expect(slipsOf([{ ...own, answered: { still } }])).toEqual([['Harbour', [], ['Birch']]]);
  });

  test('at the place of the other, but recognised by something else, it may have been', () => {
    expect(slipsOf([shown(harbours, '20', '/', 'else')])).toEqual([['Harbour', [], ['Birch']]]);
  });
});

describe('a slip: the camera of Harbour was pointed at that of Birch', () => {
  const [harbour, birch, guest] = [person('Harbour'), person('Birch'), person('Guest')];
  const harbours = entry(harbour, 'Brio');
  const birchs = entry(birch, 'Aqua');
  const guests = entry(guest, 'Aqua', { like: birchs });
  const entries = [harbours, birchs, guests];
  const answering = (pin: string, source = 'there') => ({ stream: { pin, source } });
  const slip = { ...session(harbours, day(12), day(13)), answered: answering('of Birch') };
  const own = { ...session(birchs, day(12), day(13)), answered: answering('of Birch') };
  const corrected = [now(birchs, 'of Birch'), now(harbours, 'of Harbour')];

  test.each([
    ['corrected since', corrected],
    ['not noticed yet', [birchs, harbours].map((one) => now(one, 'of Birch'))],
  ])('%s: both sides are named', (_how, cameras) => {
    const all = ask({}, { entries, cameras, delivered: [slip] });
    expect(all.slips).toEqual([['Harbour', [], ['Birch', 'Guest']]]);
    expect(all.of(birch)).toMatchObject({ affected: ['shown'], shownTo: [slip] });
    expect(all.of(harbour)?.affected).toContain('delivered');
    expect(all.unknown).toBe(0);
  });

  test('Birch, who watched its own camera, is not told to have been shown that of Harbour', () => {
    const all = ask({}, { entries, cameras: corrected, delivered: [slip, own] });
    expect(all.slips).toEqual([['Harbour', [], ['Birch', 'Guest']]]);
  });

  test('it is found by the model that was really shown', () => {
    const all = ask({ model: 'Aqua' }, { entries, cameras: corrected, delivered: [slip] });
    expect(all.slips).toEqual([['Harbour', [], ['Birch', 'Guest']]]);
  });

  test('it is found by the record alone where the camera has gone since', () => {
    const cameras = [now(harbours, 'of Harbour')];
    const all = ask({}, { entries, cameras, delivered: [slip, own] });
    expect(all.slips).toContainEqual(['Harbour', [], ['Birch', 'Guest']]);
  });

  test('it names the household that had its camera added only afterwards', () => {
    const later = { ...birchs, from: day(14) };
    const all = ask({}, { entries: [harbours, later], cameras: corrected, delivered: [slip] });
    expect(all.slips).toEqual([['Harbour', [], ['Birch']]]);
  });

  test('it is found by the place alone', () => {
    const bySource = { ...slip, answered: answering('something else') };
    const all = ask({}, { entries, delivered: [bySource, own] });
    expect(all.slips).toContainEqual(['Harbour', [], ['Birch', 'Guest']]);
  });

  test('of lines from before, only what was meant is known, and that is counted', () => {
    const all = ask({}, { entries, delivered: [session(harbours, day(12), day(13))] });
    expect([all.slips, all.unknown]).toEqual([[], 1]);
  });
});
