import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { createAccessTokens } from './access-token.ts';
import { newAccountId, newDeviceId, newGrantId, newSessionId } from './ids.ts';
import { openKeyRing, type KeyRing } from './keyring.ts';
import { isGenuine } from './proof.ts';
import { createTickets } from './ticket.ts';

const folder = mkdtempSync(join(tmpdir(), 'casement-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ring = openKeyRing(join(folder, 'keys.json'));
const otherRing = openKeyRing(join(folder, 'other.json'));
let time = 1_800_000_000_000;
const now = () => time;
const account = newAccountId();
const grant = newGrantId();
const issuer = 'https://bridge.example.net';
const options = { ring, issuer, lifetimeSeconds: 3600, now };
const tokens = createAccessTokens(options);

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

describe('an access token', () => {
  test('is worth a genuine proof of its account and grant', () => {
    const proof = tokens.verify(tokens.issue(account, grant));
    expect(isGenuine(proof)).toBe(true);
    expect(proof).toMatchObject({ account, grant, by: 'access-token' });
    expect(proof.expiresAt).toBe(time + 3_600_000);
  });

  test('is refused when any character was changed', () => {
    for (const forged of altered(tokens.issue(account, grant))) {
      expect(() => tokens.verify(forged)).toThrow(
        expect.objectContaining({ code: 'unauthenticated' }),
      );
    }
  });

  test('is refused in any other text of the same signature', () => {
    const token = tokens.issue(account, grant);
    expect(() => tokens.verify(reworded(token))).toThrow(
      expect.objectContaining({ code: 'unauthenticated' }),
    );
  });

  test('is refused after its time, though its signature is remembered', () => {
    const token = tokens.issue(account, grant);
    tokens.verify(token);
    time += 3_600_000;
    expect(() => tokens.verify(token)).toThrow(
      expect.objectContaining({ code: 'unauthenticated' }),
    );
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
    expect(() => tokens.verify(make())).toThrow(
      expect.objectContaining({ code: 'unauthenticated' }),
    );
  });
});

describe('a ticket', () => {
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
    expect([read.confirms('the bearer'), read.confirms('another')]).toEqual([true, false]);
  });

  test('is refused when any character was changed', () => {
    for (const forged of altered(tickets.mint(order()))) {
      expect(() => tickets.verify(forged)).toThrow(expect.objectContaining({ code: 'not-found' }));
    }
  });

  test('is refused in any other text of the same signature', () => {
    expect(() => tickets.verify(reworded(tickets.mint(order())))).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });

  test('is refused after its time, from another house, and as an access token', () => {
    const ticket = tickets.mint(order());
    expect(() => createTickets(otherRing, now).verify(ticket)).toThrow();
    expect(() => tokens.verify(ticket)).toThrow();
    expect(() => tickets.verify(tokens.issue(account, grant))).toThrow();
    time += 60_000;
    expect(() => tickets.verify(ticket)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
