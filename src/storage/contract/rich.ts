/** A store with at least one row in every table, and everything that its port says of them. */
import type { AccountId } from '../../identity/ids.ts';
import type { Page } from '../page.ts';
import { inPages } from '../page.ts';
import type { Place } from '../places.ts';
import type { Store } from '../store.ts';
import {
  noon,
  nowhere,
  sampleAccount,
  sampleCamera,
  sampleCode,
  sampleEntry,
  sampleGrant,
} from './shelf.ts';
import { allAccounts, allEntries, allOrigins, allPins, allSerials } from './whole.ts';

const hash = (letter: string): string => letter.repeat(43);
const at = (letter: string, over: Partial<Place> = {}): Place => ({
  line: 'stream',
  hash: hash(letter),
  named: false,
  ...over,
});
const claim = (...places: readonly Place[]) => ({ ...nowhere, places });

/** What `whole` asks for by name. */
export interface Rich {
  /** Birch, Harbour, Elm, and one that is removed. */
  readonly accounts: readonly [AccountId, AccountId, AccountId, AccountId];
  readonly signIns: readonly string[];
  readonly codes: readonly string[];
  readonly refreshTokens: readonly string[];
}

/** Fills an empty store, opened with the time `noon`. */
export async function fillRich(store: Store): Promise<Rich> {
  const [birch, harbour, elm, gone] = [
    sampleAccount({ name: 'Birch “Ä” \u{1F3E0}', createdAt: noon - 3 }),
    sampleAccount({ name: 'Harbour', createdAt: noon - 2 }),
    sampleAccount({ name: 'Elm', createdAt: noon - 1 }),
    sampleAccount({ name: 'Gone' }),
  ];
  // Of a restore before: one still waits.
  for (const account of [birch, elm]) await store.operator.accounts.add(account);
  await store.operator.restores.distrust(7);
  await store.operator.accounts.confirm(birch.id);
  await store.operator.restores.setCounted(true);
  for (const account of [harbour, gone]) await store.operator.accounts.add(account);
  const signIns = ['one', 'two', 'three'];
  // Two that last as long: their order is that in which they came.
  for (const [n, one] of signIns.entries()) {
    await store.of(birch.id).addSignIn(one, noon + (n === 2 ? 9 : 5));
  }

  // Several of a moment each: their order is that of their coming.
  const grants = [birch, birch, harbour, gone].map(({ id }) => sampleGrant(id));
  const codes = [];
  const refreshTokens = [];
  for (const [n, grant] of grants.entries()) {
    const code = sampleCode(
      grant,
      n === 0 ? { codeChallenge: 'c'.repeat(43), codeChallengeMethod: 'S256' } : {},
    );
    await store.of(grant.account).addGrant(grant, code);
    await store.of(grant.account).addRefreshToken(`token-${n}`, grant.id);
    codes.push(code.hash);
    refreshTokens.push(`token-${n}`);
    if (n === 1) {
      await store.directory.spendCode(code.hash);
      await store.of(grant.account).revokeGrant(grant.id);
    }
  }

  const door = sampleCamera({ model: 'The one', manufacturer: 'Lattice', alwaysWarm: true });
  const gate = sampleCamera({
    kind: 'doorbell',
    hwVersion: '1',
    swVersion: '2',
    connections: 'one',
  });
  const barn = sampleCamera({ epoch: 3 });
  const taken = sampleCamera();
  const taking = sampleCamera();
  const theirs = sampleCamera();
  await store.operator.map.addCamera(
    door,
    sampleEntry(birch.id, { name: 'Front door', room: 'Hall', nicknames: ['Door', 'Tür'] }),
    claim(at('b'), at('a', { named: true }), at('c', { line: 'still' })),
  );
  await store.operator.map.addCamera(gate, sampleEntry(harbour.id), {
    ...nowhere,
    unresolved: ['stream'],
    takeOver: true,
  });
  await store.operator.map.addCamera(barn, sampleEntry(elm.id), nowhere);
  await store.operator.map.addEntry(
    door.camera,
    sampleEntry(harbour.id, { role: 'viewer', name: 'Theirs' }),
  );
  await store.operator.map.addEntry(door.camera, sampleEntry(elm.id, { role: 'viewer' }));
  await store.operator.map.addEntry(gate.camera, sampleEntry(birch.id, { role: 'viewer' }));
  await store.operator.map.addCamera(taken, sampleEntry(harbour.id), claim(at('t')));
  await store.operator.map.addCamera(taking, sampleEntry(birch.id), {
    ...claim(at('t')),
    takeOver: true,
  });
  await store.operator.map.addCamera(theirs, sampleEntry(gone.id), nowhere);
  await store.operator.map.transfer(theirs.camera, sampleEntry(harbour.id));

  for (const letters of ['xy', 'z']) {
    await store.operator.places.claim({
      camera: taking.camera,
      line: 'stream',
      hashes: Array.from(letters, hash),
      named: false,
      whole: true,
      kept: false,
      below: letters === 'z',
      sealedSource: taking.sealedSource,
    });
  }
  const openingOf = async (camera: typeof door.camera): Promise<number> =>
    (await store.operator.map.entriesOf(camera))[0]?.opening ?? 0;
  for (const line of ['stream', 'still', 'onvif'] as const) {
    const opening = await openingOf(door.camera);
    await store.operator.pins.pin(
      {
        camera: door.camera,
        line,
        fields: ['server', 'realm'],
        hash: hash('h'),
        description: 'Lattice',
        since: noon,
      },
      opening,
    );
  }
  await store.operator.origins.bind(
    { camera: door.camera, line: 'stream', place: 'k.place', proof: 'k.proof', since: noon },
    await openingOf(door.camera),
    undefined,
  );
  await store.operator.pins.note(
    door.camera,
    'still',
    { description: 'Other', since: noon },
    await openingOf(door.camera),
  );
  for (const { camera } of [door, gate]) {
    const number = { camera, make: hash('m'), serial: hash('s') };
    await store.operator.serials.claim(number, await openingOf(camera));
  }
  await store.operator.serials.declare({ make: hash('m'), name: 'Lattice', since: noon });
  await store.operator.sealed.dropKeys(['old']);

  for (const scope of [
    { of: 'all' },
    { of: 'account', account: harbour.id },
    { of: 'camera', camera: gate.camera },
    { of: 'model', model: 'The one' },
  ] as const) {
    await store.operator.suspensions.suspend({
      scope,
      since: noon,
      reason: 'Odd',
      until: noon + 5,
    });
  }
  await store.operator.suspensions.resume({ of: 'all' });
  await store.of(gone.id).remove();
  return { accounts: [birch.id, harbour.id, elm.id, gone.id], signIns, codes, refreshTokens };
}

async function all<T, Key>(
  read: (page: Page<Key>) => Promise<readonly T[]>,
  keyOf: (last: T) => Key,
): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const page of inPages(read, keyOf)) found.push(...page);
  return found;
}

const each = <T, R>(those: readonly T[], ask: (one: T) => Promise<R>): Promise<readonly R[]> =>
  Promise.all(those.map(ask));

/** The same for the same values, in whatever order they were. */
const inNoOrder = <T>(those: readonly T[]): readonly T[] =>
  those.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** Everything that the store says, but for the revision of all, which every copy raises. */
export async function wholeOf(store: Store, { accounts, signIns, codes, refreshTokens }: Rich) {
  const entries = await allEntries(store);
  const cameras = [...new Set(entries.map(({ camera }) => camera))];
  const { restores, suspensions, history } = store.operator;
  return {
    lineage: await restores.lineage(),
    accounts: await allAccounts(store),
    looks: await each(accounts, async (account) => {
      const { stands, revisions } = await store.of(account).look(undefined);
      return { stands, account: revisions.account, control: revisions.control };
    }),
    signIns: await each(signIns, (one) => store.directory.signIn(one)),
    grants: await each(accounts, (account) => store.of(account).grants()),
    codes: await each(codes, (code) => store.directory.code(code)),
    tokens: await each(refreshTokens, (token) => store.directory.byRefreshToken(token)),
    entries,
    entriesOf: await each(accounts, (account) => store.of(account).entries()),
    warm: await store.operator.map.warm(),
    suspensions: await suspensions.list(),
    resumptions: inNoOrder(await suspensions.resumptions()),
    pins: await allPins(store),
    origins: await allOrigins(store),
    places: await each(cameras, (camera) => store.operator.places.of(camera)),
    visits: await each(cameras, (camera) => store.operator.places.visits(camera, 'stream', 9)),
    older: await all(store.operator.places.older, (last) => last),
    serials: await allSerials(store),
    makes: await store.operator.serials.uniqueMakes(),
    sealed: inNoOrder([...(await store.operator.sealed.count())]),
    past: [
      inNoOrder(await history.grants(0, noon * 2, { most: 999 })),
      inNoOrder(await history.entries(0, noon * 2, { most: 999 })),
      await history.takeOvers(0, noon * 2),
    ],
  };
}
