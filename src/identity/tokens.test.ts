import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { createAccessTokens, type AccessTokens } from './access-token.ts';
import { newAccountId, newDeviceId, newGrantId, newSessionId } from './ids.ts';
import { openKeyRing, type KeyRing } from './keyring.ts';
import { isGenuine } from './proof.ts';
import { createTickets } from './ticket.ts';

const folder = scratchFolder('tokens');
afterAll(() => removeFolder(folder));
const ring = openKeyRing(join(folder, 'keys.json'));
const otherRing = openKeyRing(join(folder, 'other.json'));
let time = 1_800_000_000_000;
const now = () => time;
const account = newAccountId();
const grant = newGrantId();
const issuer = 'https://bridge.example.net';
const options = { ring, issuer, lifetimeSeconds: 3600, now };
let tokens: AccessTokens;
beforeAll(() => {
  tokens = createAccessTokens(options);
});

/** A text with one character changed, at every position in turn. */
function* altered(text: string): Iterable<string> {
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === 'A' ? 'B' : 'A';
    yield text.slice(0, at) + other + text.slice(at + 1);
  }
}

/** The text with its last character made one that stands for the same bytes. */
function reworded(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  // Two or four bits of it are unused in these signatures: the lowest one always is.
  const last = alphabet[alphabet.indexOf(text.at(-1) ?? '') ^ 1] ?? '';
  const other = text.slice(0, -1) + last;
  const bytes = (of: string) => Buffer.from(of.slice(of.lastIndexOf('.') + 1), 'base64url');
  expect(bytes(other)).toEqual(bytes(text));
  return other;
}

/** The ring after its keys were changed: new ones in front, the older still there. */
const changed: KeyRing = {
  ...ring,
  signing: [...otherRing.signing, ...ring.signing],
  tickets: [...otherRing.tickets, ...ring.tickets],
};

describe('an access token', () => {
  const refused = { code: 'unauthenticated', message: 'the access token is not valid' };

  test('is worth a genuine proof of its account and grant', () => {
    const proof = tokens.verify(tokens.issue(account, grant));
    expect(isGenuine(proof)).toBe(true);
    expect(proof).toMatchObject({ account, grant, by: 'access-token' });
    expect(proof.expiresAt).toBe(time + 3_600_000);
  });

  test('is refused when any character was changed', () => {
    for (const forged of altered(tokens.issue(account, grant))) {
      expect(() => tokens.verify(forged)).toThrow(expect.objectContaining(refused));
    }
  });

  test('is refused in any other text of the same signature', () => {
    const token = tokens.issue(account, grant);
    expect(() => tokens.verify(reworded(token))).toThrow(expect.objectContaining(refused));
  });

  test('is refused once its key is gone, though its signature is remembered', () => {
    let { signing } = changed;
    const live: KeyRing = {
      ...changed,
      get signing() {
        return signing;
      },
    };
    const aging = createAccessTokens({ ...options, ring: live });
    const token = createAccessTokens(options).issue(account, grant);
    expect(aging.verify(token)).toMatchObject({ account });
    signing = otherRing.signing;
    expect(() => aging.verify(token)).toThrow(expect.objectContaining(refused));
  });

  test('is refused after its time, though its signature is remembered', () => {
    const token = tokens.issue(account, grant);
    tokens.verify(token);
    time += 3_600_000;
    expect(() => tokens.verify(token)).toThrow(expect.objectContaining(refused));
  });

  test('is signed by the newest key, and verified by every key of the ring', () => {
    const after = createAccessTokens({ ...options, ring: changed });
    const token = after.issue(account, grant);
    expect(jwt.decode(token, { complete: true })?.header.kid).toBe(otherRing.signing[0].kid);
    for (const good of [token, tokens.issue(account, grant)]) {
      expect(after.verify(good)).toMatchObject({ account, grant });
    }
  });

  test('says whose it is and until when, and no more', () => {
    const iat = Math.floor(time / 1000);
    expect(jwt.decode(tokens.issue(account, grant), { complete: true })).toMatchObject({
      header: { alg: 'ES256', kid: ring.signing[0].kid, typ: 'at+jwt' },
    });
    expect(jwt.decode(tokens.issue(account, grant))).toEqual({
      iss: issuer,
      aud: 'casement:fulfillment',
      sub: account,
      gid: grant,
      iat,
      exp: iat + 3600,
    });
  });

  const claims = { iss: issuer, aud: 'casement:fulfillment', sub: account, gid: grant };
  const signing = (of: KeyRing) => of.signing[0];
  const ways: [string, () => string][] = [
    [
      'another house',
      () => createAccessTokens({ ...options, ring: otherRing }).issue(account, grant),
    ],
    [
      'another issuer',
      () => createAccessTokens({ ...options, issuer: 'urn:x' }).issue(account, grant),
    ],
    ['no algorithm', () => jwt.sign(claims, '', { algorithm: 'none', keyid: signing(ring).kid })],
    [
      'the public key used as a shared one',
      () =>
        jwt.sign(claims, signing(ring).publicKey.export({ type: 'spki', format: 'der' }), {
          algorithm: 'HS256',
          header: { alg: 'HS256', kid: signing(ring).kid, typ: 'at+jwt' },
        }),
    ],
    [
      'a known key id over another key',
      () =>
        jwt.sign({ ...claims, exp: time / 1000 + 60 }, signing(otherRing).privateKey, {
          algorithm: 'ES256',
          header: { alg: 'ES256', kid: signing(ring).kid, typ: 'at+jwt' },
        }),
    ],
    [
      'an unknown key id over a known key',
      () =>
        jwt.sign({ ...claims, exp: time / 1000 + 60 }, signing(ring).privateKey, {
          algorithm: 'ES256',
          header: { alg: 'ES256', kid: signing(otherRing).kid, typ: 'at+jwt' },
        }),
    ],
    [
      'another audience',
      () =>
        jwt.sign({ ...claims, aud: 'x', exp: time / 1000 + 60 }, signing(ring).privateKey, {
          algorithm: 'ES256',
          header: { alg: 'ES256', kid: signing(ring).kid, typ: 'at+jwt' },
        }),
    ],
    [
      'another type of token',
      () =>
        jwt.sign({ ...claims, exp: time / 1000 + 60 }, signing(ring).privateKey, {
          algorithm: 'ES256',
          keyid: signing(ring).kid,
        }),
    ],
    [
      'an account that is none',
      () =>
        jwt.sign({ ...claims, sub: 'root', exp: time / 1000 + 60 }, signing(ring).privateKey, {
          algorithm: 'ES256',
          header: { alg: 'ES256', kid: signing(ring).kid, typ: 'at+jwt' },
        }),
    ],
    ['nothing', () => ''],
    ['a word', () => 'constructor'],
  ];
  test.each(ways)('of %s is refused', (_name, make) => {
    expect(() => tokens.verify(make())).toThrow(expect.objectContaining(refused));
  });
});

describe('a ticket', () => {
  const refused = { code: 'not-found', message: 'no such stream' };
  const tickets = createTickets(ring, now);
  const order = () => ({
    proof: tokens.verify(tokens.issue(account, grant)),
    device: newDeviceId(),
    session: newSessionId(),
    protocol: 'hls' as const,
    bearer: 'the bearer',
    expiresAt: time + 60_000,
  });

  test('says what was ordered, and whose it is by the proof alone', () => {
    const ordered = order();
    const read = tickets.verify(tickets.mint(ordered));
    const { device, session, protocol } = ordered;
    expect(read).toMatchObject({ device, session, protocol, proof: { account, grant } });
    expect(read.proof.by).toBe('ticket');
    expect(read.proof.expiresAt).toBe(ordered.expiresAt);
    expect([read.confirms('the bearer'), read.confirms('another')]).toEqual([true, false]);
  });

  test.each(['hls', 'webrtc'] as const)('is read again as one for %s', (protocol) => {
    expect(tickets.verify(tickets.mint({ ...order(), protocol }))).toMatchObject({ protocol });
  });

  test('says no more than that, and tells nothing of its bearer', () => {
    const ordered = order();
    const said = jwt.decode(tickets.mint(ordered));
    expect(said).toEqual({
      aud: 'casement:live',
      sub: account,
      gid: grant,
      dev: ordered.device,
      sid: ordered.session,
      prt: 'hls',
      cnf: expect.stringMatching(/^[\w-]{43}$/),
      exp: ordered.expiresAt / 1000,
    });
  });

  test('that was verified is refused once its key is gone', () => {
    let keys = changed.tickets;
    const live: KeyRing = {
      ...changed,
      get tickets() {
        return keys;
      },
    };
    const aging = createTickets(live, now);
    const ticket = tickets.mint(order());
    expect(aging.verify(ticket)).toBe(aging.verify(ticket));
    keys = otherRing.tickets;
    expect(() => aging.verify(ticket)).toThrow(expect.objectContaining(refused));
  });

  test('that was verified is refused once its time is over', () => {
    const ticket = tickets.mint(order());
    tickets.verify(ticket);
    time += 60_000;
    expect(() => tickets.verify(ticket)).toThrow(expect.objectContaining(refused));
  });

  test('is signed by the newest key, and verified by every key of the ring', () => {
    const after = createTickets(changed, now);
    const ticket = after.mint(order());
    expect(jwt.decode(ticket, { complete: true })?.header.kid).toBe(otherRing.tickets[0].kid);
    for (const good of [ticket, tickets.mint(order())]) {
      expect(after.verify(good)).toMatchObject({ protocol: 'hls' });
    }
  });

  const [known] = ring.tickets;
  const [strange] = otherRing.tickets;
  test.each<[string, string, KeyRing['tickets'][0], object]>([
    ['an unknown key id over a known key', strange.kid, known, {}],
    ['a known key id over another key', known.kid, strange, {}],
    ['another audience', known.kid, known, { aud: 'casement:fulfillment' }],
    ['a protocol that is none', known.kid, known, { prt: '' }],
    ['a device that is none', known.kid, known, { dev: 'd_' }],
    ['no end', known.kid, known, { exp: undefined }],
  ])('of %s is refused', (_name, keyid, { key }, change) => {
    const forge = (changes: object) => {
      const said = jwt.decode(tickets.mint(order()), { json: true });
      const claims = JSON.parse(JSON.stringify({ ...said, ...changes })) as object;
      return jwt.sign(claims, key, { algorithm: 'HS256', keyid, noTimestamp: true });
    };
    expect(() => tickets.verify(forge(change))).toThrow(expect.objectContaining(refused));
    const asItIs = () => tickets.verify(forge({}));
    if (keyid === known.kid && key === known.key) expect(asItIs).not.toThrow();
    else expect(asItIs).toThrow(expect.objectContaining(refused));
  });

  test('is refused when any character was changed', () => {
    for (const forged of altered(tickets.mint(order()))) {
      expect(() => tickets.verify(forged)).toThrow(expect.objectContaining(refused));
    }
  });

  test('is refused in any other text of the same signature', () => {
    expect(() => tickets.verify(reworded(tickets.mint(order())))).toThrow(
      expect.objectContaining(refused),
    );
  });

  test('is refused after its time, from another house, and as an access token', () => {
    const ticket = tickets.mint(order());
    expect(() => createTickets(otherRing, now).verify(ticket)).toThrow();
    expect(() => tokens.verify(ticket)).toThrow();
    expect(() => tickets.verify(tokens.issue(account, grant))).toThrow();
    time += 60_000;
    expect(() => tickets.verify(ticket)).toThrow(expect.objectContaining(refused));
  });
});
