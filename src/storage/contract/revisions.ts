/** What raises whose revision, whatever the engine. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { hashSecret, newSecret } from '../../identity/secret.ts';
import type { AccountRecord } from '../accounts.ts';
import type { CameraRecord, MapEntry } from '../device-map.ts';
import type { CodeRecord, GrantRecord } from '../grants.ts';
import type { Place } from '../places.ts';
import type { Store } from '../store.ts';
import {
  moved,
  noon,
  nowhere,
  sampleAccount,
  sampleCamera,
  sampleCode,
  sampleEntry,
  sampleGrant,
  type MakeShelf,
  type Shelf,
} from './shelf.ts';

/** Declares the tests of this contract, each with a new shelf of `make`. */
export function revisionsContract(make: MakeShelf): void {
  let shelf: Shelf;
  let store: Store;
  /** Owns the camera. */
  let birch: AccountRecord;
  /** Sees it, too. */
  let harbour: AccountRecord;
  /** Has nothing to do with it. */
  let maple: AccountRecord;
  let door: CameraRecord;
  let own: MapEntry;
  let shared: MapEntry;
  let grant: GrantRecord;
  let code: CodeRecord;
  const place: Place = { line: 'stream', hash: 'p'.repeat(43), named: true };

  beforeEach(async () => {
    shelf = await make();
    store = await shelf.open(() => noon);
    [birch, harbour, maple] = [sampleAccount(), sampleAccount(), sampleAccount()];
    for (const account of [birch, harbour, maple]) await store.operator.accounts.add(account);
    [door, own] = [sampleCamera(), sampleEntry(birch.id)];
    await store.operator.map.addCamera(door, own, { ...nowhere, places: [place] });
    shared = sampleEntry(harbour.id, { role: 'viewer' });
    await store.operator.map.addEntry(door.camera, shared);
    await store.operator.map.addCamera(sampleCamera(), sampleEntry(maple.id), nowhere);
    grant = sampleGrant(birch.id);
    code = sampleCode(grant);
    await store.of(grant.account).addGrant(grant, code);
  });
  afterEach(() => shelf.dispose());

  async function revisions() {
    const of = async ({ id }: AccountRecord) => (await store.of(id).look(undefined)).revisions;
    const [first, second, third] = [await of(birch), await of(harbour), await of(maple)];
    return {
      all: first.all,
      control: first.control,
      birch: first.account,
      harbour: second.account,
      maple: third.account,
    };
  }

  /** Whose are others after `change` than before; one that went down fails. */
  async function raisedBy(change: () => Promise<unknown>): Promise<readonly string[]> {
    const before = await revisions();
    await change();
    const after = await revisions();
    const names = Object.keys(before) as (keyof typeof before)[];
    for (const name of names) {
      // An account that is gone has none.
      if (after[name] !== 0) expect(after[name]).toBeGreaterThanOrEqual(before[name]);
    }
    const raised = names.filter((name) => after[name] !== before[name]);
    // Whatever is written raises it there.
    if (shelf.revisionOf === 'transactions') expect(raised).toContain('all');
    return raised;
  }

  /** Whose are to be raised, where a change that is nobody's has raised that of all. */
  const meant = (raised: readonly string[]): readonly string[] =>
    shelf.revisionOf === 'changes' || raised.includes('all') ? raised : ['all', ...raised];

  const bothSee = ['all', 'birch', 'harbour'];

  test.each<[string, () => Promise<unknown>, readonly string[]]>([
    ['a sign-in', () => store.of(birch.id).addSignIn('cookie', noon + 1), []],
    ['a linking', () => store.of(birch.id).addGrant(...linking()), []],
    ['a refresh token', () => store.of(grant.account).addRefreshToken('token', grant.id), []],
    ['a code that is spent', () => store.directory.spendCode(code.hash), ['all']],
    ['a linking that ends', () => store.of(grant.account).revokeGrant(grant.id), ['all', 'birch']],
    [
      'all linkings of a client',
      () => store.operator.grants.revokeClient(grant.client),
      ['all', 'birch'],
    ],
    ['a new password', () => store.of(birch.id).setPassword('-'), ['all', 'birch']],
    [
      'a name',
      () => store.of(harbour.id).rename(shared.device, { name: 'Gate', nicknames: [] }),
      bothSee,
    ],
    [
      'a camera that is added',
      () => store.operator.map.addCamera(sampleCamera(), sampleEntry(maple.id), nowhere),
      ['all', 'maple'],
    ],
    [
      'a camera that is shared',
      () => store.operator.map.addEntry(door.camera, sampleEntry(maple.id, { role: 'viewer' })),
      [...bothSee, 'maple'],
    ],
    ['a share that ends', () => store.of(harbour.id).removeEntry(shared.device), bothSee],
    [
      'a camera that is reached elsewhere',
      () => store.operator.map.setSources([moved(door.camera, 'k.other', false)]),
      bothSee,
    ],
    [
      'a camera that is sealed anew',
      () => store.operator.map.reseal(door.camera, door.sealedSource, 'k.anew', 1),
      bothSee,
    ],
    [
      'a camera of one connection',
      () => store.operator.map.learnOneConnection(door.camera, 1),
      bothSee,
    ],
    [
      'another camera in its place',
      () =>
        store.operator.pins.note(door.camera, 'stream', { description: 'another', since: noon }, 1),
      bothSee,
    ],
    [
      'a camera that is handed over',
      () => store.operator.map.transfer(door.camera, sampleEntry(maple.id)),
      [...bothSee, 'maple'],
    ],
    ['a camera that goes', () => store.operator.map.removeCamera(door.camera), bothSee],
    ['an account that goes', () => store.of(birch.id).remove(), bothSee],
    [
      'a suspension of all',
      () => store.operator.suspensions.suspend({ scope: { of: 'all' }, since: noon }),
      ['all', 'control'],
    ],
    [
      'one of an account',
      () =>
        store.operator.suspensions.suspend({
          scope: { of: 'account', account: birch.id },
          since: noon,
        }),
      ['all', 'control'],
    ],
  ])('%s', async (_what, change, raised) => {
    expect(await raisedBy(change)).toEqual(meant(raised));
  });

  function linking(): [GrantRecord, CodeRecord] {
    const other = sampleGrant(birch.id);
    return [other, sampleCode(other, { hash: hashSecret(newSecret()) })];
  }

  test('that nobody confirmed owns a camera concerns all who see it, and so does that somebody has', async () => {
    await store.operator.map.addEntry(door.camera, sampleEntry(maple.id, { role: 'viewer' }));
    await store.operator.restores.distrust(0);
    // Shares end with a restore.
    await store.operator.map.addEntry(door.camera, sampleEntry(harbour.id, { role: 'viewer' }));
    expect(await raisedBy(() => store.operator.accounts.confirm(birch.id))).toEqual([
      'all',
      'birch',
      'harbour',
    ]);
  });

  test('a restore concerns everybody', async () => {
    expect(await raisedBy(() => store.operator.restores.distrust(0))).toEqual([
      'all',
      'birch',
      'harbour',
      'maple',
    ]);
  });

  test('a suspension that is lifted is the operator’s doing, too', async () => {
    const scope = { of: 'camera', camera: door.camera } as const;
    await store.operator.suspensions.suspend({ scope, since: noon });
    expect(await raisedBy(() => store.operator.suspensions.resume(scope))).toEqual([
      'all',
      'control',
    ]);
  });

  test('where a camera leads concerns suspensions, while there is or was one of a camera', async () => {
    const gate = sampleCamera();
    await store.operator.map.addCamera(gate, sampleEntry(maple.id), nowhere);
    const claim = (letter: string) => () =>
      store.operator.places.claim({
        camera: gate.camera,
        line: 'stream',
        hashes: [letter.repeat(43)],
        named: true,
        whole: true,
        kept: true,
        below: false,
        sealedSource: gate.sealedSource,
      });
    expect(await raisedBy(claim('a'))).not.toContain('control');
    const scope = { of: 'camera', camera: door.camera } as const;
    await store.operator.suspensions.suspend({ scope, since: noon });
    expect(await raisedBy(claim('b'))).toContain('control');
    await store.operator.suspensions.resume(scope);
    expect(await raisedBy(claim('c'))).toContain('control');
    expect(await raisedBy(() => store.operator.map.removeCamera(gate.camera))).toContain('control');
  });

  test('two changes at once raise a revision twice', async () => {
    const before = await revisions();
    await Promise.all(
      ['Gate', 'Yard'].map((name) =>
        store.of(birch.id).rename(own.device, { name, nicknames: [] }),
      ),
    );
    expect((await revisions()).birch).toBe(before.birch + 2);
  });
}
