import { describe, expect, test } from '@jest/globals';
import { createOriginGuard, type OriginGuardParts } from './origin-guard.ts';
import type { Authentication, Origin } from '../../../wall/partitions/origin.ts';
import { type OriginReason, OriginRefusal } from './origin.ts';

const here = { address: '192.0.2.7', port: 554 };
const away = { address: '192.0.2.8', port: 554 };
const digest: Authentication = { scheme: 'md5', realm: 'IPC' };
const basic: Authentication = { scheme: 'basic', realm: 'IPC' };
const sha: Authentication = { scheme: 'sha256', realm: 'IPC' };
const own = { fingerprint: 'SHA256:own', vouched: false };
const other = { fingerprint: 'SHA256:other', vouched: false };
const known: Origin = { place: here, proof: { authentication: digest, transport: 'tcp' } };

function guarded(over: Partial<OriginGuardParts> = {}) {
  const saved: Origin[] = [];
  const refusals: OriginReason[] = [];
  const guard = createOriginGuard({
    line: 'stream',
    bound: undefined,
    named: false,
    carriesLogin: false,
    trustName: false,
    confirmed: [],
    ca: undefined,
    claim: async () => undefined,
    save: async (origin) => void saved.push(origin),
    accepted: async () => undefined,
    onRefused: (reason) => void refusals.push(reason),
    ...over,
  });
  return { guard, saved, refusals };
}

const refusal = (reason: OriginReason) => new OriginRefusal(reason);

describe('at first contact', () => {
  test('the strongest way to log in is taken, and what was seen is bound', async () => {
    const { guard, saved } = guarded();
    guard.connected(here, undefined);
    expect(guard.choose([basic, sha, digest])).toBe(sha);
    guard.recognised();
    await guard.bind('udp');
    expect(saved).toEqual([{ place: here, proof: { authentication: sha, transport: 'udp' } }]);
  });

  test('once a digest was answered on a connection, it gets no password in clear', () => {
    const { guard, refusals } = guarded();
    guard.connected(here, undefined);
    guard.choose([digest]);
    expect(() => guard.choose([basic])).toThrow(refusal('downgrade'));
    expect(refusals).toEqual(['downgrade']);
  });

  test('MD5 is taken in place of a SHA-256 that was refused, and bound', async () => {
    const { guard, saved } = guarded();
    guard.connected(here, undefined);
    expect(guard.choose([sha, digest, basic])).toBe(sha);
    expect(guard.choose([sha, digest, basic], 'sha256')).toBe(digest);
    expect(guard.choose([sha, digest, basic], 'md5')).toBe(digest);
    await guard.bind('tcp');
    expect(saved).toEqual([{ place: here, proof: { authentication: digest, transport: 'tcp' } }]);
  });

  test('neither Basic stands in for it, nor MD5 in another name', () => {
    const { guard } = guarded();
    guard.connected(here, undefined);
    guard.choose([sha]);
    expect(() => guard.choose([basic], 'sha256')).toThrow(refusal('downgrade'));
    const elsewhere = guarded().guard;
    elsewhere.connected(here, undefined);
    elsewhere.choose([sha]);
    const another = { ...digest, realm: 'Other' };
    expect(elsewhere.choose([sha, another], 'sha256')).toBe(sha);
  });

  test('nor where it is bound, wherever it was met', () => {
    const proof = { authentication: sha };
    for (const bound of [{ place: here, proof }, { proof }]) {
      const { guard } = guarded({ bound });
      guard.connected(here, undefined);
      expect(guard.choose([sha, digest])).toBe(sha);
      expect(guard.choose([sha, digest], 'sha256')).toBe(sha);
      expect(() => guard.choose([digest], 'sha256')).toThrow(refusal('downgrade'));
    }
    const again = guarded().guard;
    again.connected(here, undefined);
    again.choose([sha, digest]);
    expect(again.again().choose([sha, digest], 'sha256')).toBe(sha);
  });

  test('a self-signed key is taken only once it was confirmed', () => {
    expect(() => guarded().guard.connected(here, own)).toThrow(refusal('certificate'));
    expect(() => guarded({ confirmed: ['SHA256:x'] }).guard.connected(here, own)).toThrow(
      refusal('certificate'),
    );
    guarded({ confirmed: ['SHA256:own'] }).guard.connected(here, own);
    guarded().guard.connected(here, { ...other, vouched: true });
  });

  test('a second look is held to the first', () => {
    const { guard, refusals } = guarded();
    guard.connected(here, undefined);
    guard.choose([digest]);
    // Each is a look of its own: what one of them has heard is not what holds it.
    const second = guard.again();
    second.connected(here, undefined);
    expect(second.choose([digest, basic])).toBe(digest);
    const inClear = guard.again();
    inClear.connected(here, undefined);
    expect(() => inClear.choose([basic])).toThrow(refusal('downgrade'));
    expect(() => guard.again().connected(away, undefined)).toThrow(refusal('other-address'));
    expect(refusals).toEqual([]);
  });

  test('a redirect off the origin is heard of', () => {
    const { guard, refusals } = guarded();
    guard.refused('leads-elsewhere');
    expect(refusals).toEqual(['leads-elsewhere']);
  });
});

describe('the way to log in', () => {
  const bound = (
    authentication: Authentication | undefined,
    offered: readonly Authentication[],
  ) => {
    const { guard } = guarded({
      bound: { place: here, proof: { ...(authentication && { authentication }) } },
    });
    guard.connected(here, undefined);
    return guard.choose(offered);
  };

  test('is the bound one where it is offered', () => {
    expect(bound(digest, [basic, digest, sha])).toBe(digest);
    expect(bound(basic, [basic, digest])).toBe(basic);
  });

  test('is else a stronger one under the same realm, which is bound from then on', async () => {
    const { guard, saved } = guarded({ bound: known });
    guard.connected(here, undefined);
    expect(guard.choose([basic, sha])).toBe(sha);
    await guard.bind('tcp');
    expect(saved).toEqual([{ place: here, proof: { authentication: sha, transport: 'tcp' } }]);
  });

  test('is never a weaker one', () => {
    expect(() => bound(sha, [digest, basic])).toThrow(refusal('downgrade'));
    expect(() => bound(digest, [basic])).toThrow(refusal('downgrade'));
  });

  test('is never under another realm, nor where none was asked for', () => {
    expect(() => bound(digest, [{ scheme: 'sha256', realm: 'NVR' }])).toThrow(
      refusal('other-realm'),
    );
    expect(() => bound(undefined, [sha])).toThrow(refusal('other-realm'));
  });

  test('knows its realm by another version', () => {
    const { guard } = guarded({ bound: known });
    guard.connected(here, undefined);
    const renewed = { scheme: 'md5', realm: 'IPC/2.0.1' } as const;
    expect(guard.choose([renewed])).toBe(renewed);
  });

  test('that is an address alone is compared whole, and one from before is renewed', async () => {
    const at = (realm: string) => ({ scheme: 'md5', realm }) as const;
    const { guard, saved } = guarded({ bound: { place: here, proof: { authentication: at('') } } });
    guard.connected(here, undefined);
    guard.choose([at(here.address)]);
    await guard.bind();
    expect(saved).toEqual([{ place: here, proof: { authentication: at(here.address) } }]);
    expect(() => bound(at(here.address), [at(away.address)])).toThrow(refusal('other-realm'));
    expect(bound(at(here.address), [at(here.address)])).toEqual(at(here.address));
  });

  test('holds at another address that the operator gave, too', () => {
    const { guard } = guarded({ bound: { proof: known.proof } });
    guard.connected(away, undefined);
    expect(() => guard.choose([basic])).toThrow(refusal('downgrade'));
    expect(guard.choose([digest])).toBe(digest);
  });
});

test('a token goes to who asks for no password over HTTP, unless one was bound there', () => {
  const { guard } = guarded({ bound: { place: here, proof: {} } });
  guard.connected(here, undefined);
  guard.maySendToken();
  const held = guarded({ bound: known });
  held.guard.connected(here, undefined);
  expect(() => held.guard.maySendToken()).toThrow(refusal('downgrade'));
  expect(held.refusals).toEqual(['downgrade']);
  held.guard.choose([digest]);
  held.guard.maySendToken();
});

describe('the key', () => {
  const bound: Origin = { place: here, proof: { key: own } };

  test('is the bound one, confirmed or not', () => {
    guarded({ bound }).guard.connected(here, own);
    for (const seen of [other, { ...other, vouched: true }, undefined]) {
      const { guard, refusals } = guarded({ bound, confirmed: ['SHA256:other'] });
      expect(() => guard.connected(here, seen)).toThrow(refusal('other-key'));
      expect(refusals).toEqual(['other-key']);
    }
  });

  test('may be renewed where authorities vouch for the name', () => {
    const vouched: Origin = { place: here, proof: { key: { ...own, vouched: true } } };
    guarded({ bound: vouched }).guard.connected(here, { ...other, vouched: true });
    // Its certificate has run out: no other camera, and not shown.
    expect(() => guarded({ bound: vouched }).guard.connected(here, own)).toThrow(
      refusal('expired'),
    );
    expect(() => guarded({ bound: vouched }).guard.connected(here, other)).toThrow(
      refusal('other-key'),
    );
  });

  test('stays bound when the address is changed', () => {
    const { guard } = guarded({ bound: { proof: { key: own } } });
    expect(() => guard.connected(away, other)).toThrow(refusal('other-key'));
  });
});

describe('a name that leads elsewhere', () => {
  const moved = (over: Partial<OriginGuardParts>) =>
    guarded({ named: true, bound: known, ...over });

  test('is tried at the bound address first, as long as the name still gives it', () => {
    const { guard } = moved({});
    expect(guard.order(['192.0.2.9', '::ffff:192.0.2.7'])).toEqual([
      '::ffff:192.0.2.7',
      '192.0.2.9',
    ]);
    guard.connected({ address: '::ffff:192.0.2.7', port: 554 }, undefined);
    expect(guard.choose([digest, basic])).toBe(digest);
    guard.maySendToken();
    expect(guard.order(['192.0.2.9'])).toEqual(['192.0.2.9']);
  });

  test('is carried over by Digest with the bound realm, and bound anew', async () => {
    const { guard, saved } = moved({});
    guard.connected(away, undefined);
    guard.choose([digest]);
    guard.recognised();
    await guard.bind('tcp');
    expect(saved).toEqual([{ ...known, place: away }]);
  });

  test('is carried over by its key', () => {
    const { guard } = moved({ bound: { place: here, proof: { key: own, authentication: basic } } });
    guard.connected(away, own);
    expect(guard.choose([basic])).toBe(basic);
    guard.maySendToken();
    guard.recognised();
  });

  test('is carried over by another key that authorities vouch for, where they did before', () => {
    const before = { ...own, vouched: true };
    const { guard } = moved({
      bound: { place: here, proof: { key: before, authentication: basic } },
    });
    guard.connected(away, { ...other, vouched: true });
    expect(guard.choose([basic])).toBe(basic);
    guard.recognised();
  });

  test('gets no password in clear, and no token', () => {
    const bound = { place: here, proof: { authentication: basic } };
    for (const trustName of [true, false]) {
      const { guard } = moved({ bound, trustName });
      guard.connected(away, undefined);
      expect(() => guard.choose([basic])).toThrow(refusal('other-address'));
      expect(() => guard.maySendToken()).toThrow(refusal('other-address'));
    }
  });

  test('is carried over by nothing else, except where the operator vouched for the name', () => {
    const bound = { place: here, proof: {} };
    const { guard, refusals } = moved({ bound });
    guard.connected(away, undefined);
    expect(() => guard.recognised()).toThrow(refusal('other-address'));
    expect(refusals).toEqual(['other-address']);
    const trusted = moved({ bound, trustName: true }).guard;
    trusted.connected(away, undefined);
    trusted.recognised();
  });

  test('an address in the URL itself does not lead elsewhere', () => {
    for (const place of [away, { ...here, port: 555 }]) {
      expect(() => guarded({ bound: known }).guard.connected(place, undefined)).toThrow(
        refusal('other-address'),
      );
    }
  });
});

test('a place of another account is not approached', async () => {
  const claim = async (): Promise<void> => Promise.reject(refusal('other-owner'));
  const { guard, refusals } = guarded({ claim });
  await expect(guard.approach([here.address], here.port, '/')).rejects.toEqual(
    refusal('other-owner'),
  );
  expect(refusals).toEqual(['other-owner']);
});

test('a camera that was met elsewhere and leads to another account’s now is an alarm', async () => {
  const claim = async (): Promise<void> => Promise.reject(refusal('other-owner'));
  const { guard, refusals } = guarded({ claim, bound: known, named: true });
  await expect(guard.approach([away.address], away.port, '/')).rejects.toEqual(
    refusal('other-owner'),
  );
  expect(refusals).toEqual(['moved-to-other']);
});

test.each([
  ['address', away],
  ['port', { ...here, port: 555 }],
])('what was proven over one connection does not count at another %s', (_what, elsewhere) => {
  const { guard, refusals } = guarded({ named: true, bound: known });
  guard.connected(here, undefined);
  guard.choose([digest]);
  expect(() => guard.connected(elsewhere, undefined)).toThrow(refusal('other-address'));
  expect(refusals).toEqual(['other-address']);
});

test('nor under another key', () => {
  const { guard } = guarded({ confirmed: ['SHA256:own', 'SHA256:other'] });
  guard.connected(here, own);
  expect(() => guard.connected(here, other)).toThrow(refusal('other-address'));
  guard.connected(here, own);
});

test('where it cannot be bound nothing is to be shown', async () => {
  const { guard } = guarded({ save: () => Promise.reject(new Error('storage is not available')) });
  guard.connected(here, undefined);
  await expect(guard.bind('tcp')).rejects.toThrow('storage');
});

test('how its media comes is bound once it has come, and goes on counting', async () => {
  const { authentication } = known.proof;
  const bound: Origin = { place: here, proof: { ...(authentication && { authentication }) } };
  const { guard, saved } = guarded({ bound });
  guard.connected(here, undefined);
  guard.choose([digest]);
  await guard.bind();
  expect(saved).toEqual([]);
  await guard.bind('tcp');
  expect(saved).toEqual([known]);
});

test('what is bound already is not written again', async () => {
  const { guard, saved } = guarded({ bound: known });
  guard.connected(here, undefined);
  guard.choose([digest]);
  await guard.bind('tcp');
  expect(saved).toEqual([]);
});
