/** What the edge cannot show: proofs of the wrong kind, standing, restarts. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { createAccessTokens } from '../../identity/access-token.ts';
import { newAccountId, newGrantId, type AccountId, type GrantId } from '../../identity/ids.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import type { Proof } from '../../identity/proof.ts';
import { createSignIns } from '../../identity/sign-in.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { createLinking, type Linking } from './linking.ts';
import { overTenant } from '../../workshop/testing/over-tenant.ts';

const redirectUri = 'https://oauth-redirect.googleusercontent.com/r/birch-home';
const client = { id: 'google', secret: 'a secret of good length', redirectUris: [redirectUri] };
const quiet = () => undefined;

let folder: string;
let store: Store;
let account: AccountId;
let time: number;
let stands: boolean;
let revoked: GrantId[];

function open() {
  const ring = openKeyRing(join(folder, 'keys.json'));
  store = openSqlite({ file: join(folder, 'casement.db') });
  const now = () => time;
  const accessTokens = createAccessTokens({ ring, issuer: 'urn:test', lifetimeSeconds: 60, now });
  const signIns = createSignIns(store, 1000, now);
  const linking = createLinking({
    store: overTenant(store, (own) => ({
      standing: async (grant) => stands && (await own.standing(grant)),
    })),
    accessTokens,
    clients: [client],
    onRevoked: (grant) => void revoked.push(grant),
    now,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  const signIn = async () => signIns.verify(await signIns.start(account));
  return { linking, accessTokens, signIn };
}

beforeEach(async () => {
  folder = scratchFolder('linking');
  time = 1_800_000_000_000;
  stands = true;
  revoked = [];
  account = newAccountId();
  openKeyRing(join(folder, 'keys.json'));
  const bare = openSqlite({ file: join(folder, 'casement.db') });
  await bare.operator.accounts.add({
    id: account,
    name: 'Birch',
    email: 'b@x',
    passwordHash: '-',
    createdAt: 1,
  });
  await bare.close();
});

afterEach(async () => {
  await store.close();
  removeFolder(folder);
});

/** The same fields, but not made by a verifier. */
const lookAlike = ({ account: of, by, expiresAt }: Proof) =>
  ({ account: of, by, expiresAt }) as Proof;

const request = (linking: Linking) =>
  linking.checkAuthorize(
    new URLSearchParams({ client_id: 'google', redirect_uri: redirectUri, response_type: 'code' }),
  );

async function issue(linking: Linking, proof: Proof): Promise<string> {
  const location = await linking.issueCode(proof, request(linking));
  return new URL(location).searchParams.get('code') ?? '';
}

const post = (linking: Linking, form: Record<string, string>) =>
  linking.token({
    form: new URLSearchParams({ client_id: 'google', client_secret: client.secret, ...form }),
    authorization: undefined,
  });

const exchange = (linking: Linking, code: string) =>
  post(linking, { grant_type: 'authorization_code', code, redirect_uri: redirectUri });

const refresh = (linking: Linking, token: string | undefined) =>
  post(linking, { grant_type: 'refresh_token', refresh_token: token ?? '' });

describe('only a person at a browser links, lists and unlinks', () => {
  const acts: [string, (linking: Linking, proof: Proof) => Promise<unknown>][] = [
    ['link', (linking, proof) => linking.issueCode(proof, request(linking))],
    ['list', (linking, proof) => linking.linkedServices(proof, 1)],
    ['unlink', (linking, proof) => linking.unlink(proof, newGrantId())],
  ];
  const refused = { code: 'unauthenticated' };

  test.each(acts)('%s', async (_name, act) => {
    const { linking, accessTokens, signIn } = open();
    const proof = await signIn();
    const grant = newGrantId();
    const byToken = accessTokens.verify(accessTokens.issue(account, grant));
    await expect(act(linking, byToken)).rejects.toMatchObject(refused);
    await expect(act(linking, lookAlike(proof))).rejects.toMatchObject(refused);
    stands = false;
    await expect(act(linking, proof)).rejects.toMatchObject(refused);
    stands = true;
    await expect(act(linking, proof)).resolves.toBeDefined();
    time = proof.expiresAt;
    await expect(act(linking, proof)).rejects.toMatchObject(refused);
  });
});

test('nobody unlinks, or sees, what another account has linked', async () => {
  const { linking, signIn } = open();
  const proof = await signIn();
  await issue(linking, proof);
  const { services } = await linking.linkedServices(proof, 1);
  const [service] = services;
  const mine = account;
  account = newAccountId();
  await store.operator.accounts.add({
    id: account,
    name: 'H',
    email: 'h@x',
    passwordHash: '-',
    createdAt: 1,
  });
  const stranger = await signIn();
  expect((await linking.linkedServices(stranger, 1)).services).toEqual([]);
  expect(await linking.unlink(stranger, String(service?.id))).toBe(false);
  expect(revoked).toEqual([]);
  expect(await store.of(mine).grants()).toHaveLength(1);
});

test('without standing there is no refresh and no userinfo', async () => {
  const { linking, signIn } = open();
  const tokens = await exchange(linking, await issue(linking, await signIn()));
  stands = false;
  await expect(refresh(linking, tokens.refresh_token)).rejects.toMatchObject({
    code: 'invalid_grant',
  });
  await expect(linking.userInfo(tokens.access_token)).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  stands = true;
  await expect(refresh(linking, tokens.refresh_token)).resolves.toBeDefined();
});

test('grants, codes, tokens and replays survive a restart', async () => {
  const before = open();
  const proof = await before.signIn();
  const waiting = await issue(before.linking, proof);
  const spent = await issue(before.linking, proof);
  const tokens = await exchange(before.linking, spent);
  await store.close();

  const { linking, accessTokens } = open();
  await expect(exchange(linking, waiting)).resolves.toMatchObject({ token_type: 'Bearer' });
  await expect(refresh(linking, tokens.refresh_token)).resolves.toMatchObject({ expires_in: 60 });
  await expect(linking.userInfo(tokens.access_token)).resolves.toMatchObject({ sub: account });
  await expect(exchange(linking, spent)).rejects.toMatchObject({ code: 'invalid_grant' });
  expect(revoked).toEqual([accessTokens.verify(tokens.access_token).grant]);
  await store.close();

  const after = open().linking;
  await expect(refresh(after, tokens.refresh_token)).rejects.toMatchObject({
    code: 'invalid_grant',
  });
});

test('nothing at rest is worth anything to a thief', async () => {
  const { linking, signIn } = open();
  const code = await issue(linking, await signIn());
  const tokens = await exchange(linking, code);
  const files = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')),
  );
  for (const secret of [code, tokens.access_token, tokens.refresh_token ?? '-']) {
    expect(files.join('').includes(secret)).toBe(false);
  }
});

test('streams are told to end after storage has it, and only then', async () => {
  const { linking, signIn } = open();
  const proof = await signIn();
  await issue(linking, proof);
  const { services } = await linking.linkedServices(proof, 1);
  const [service] = services;
  const failing = createLinking({
    store: overTenant(store, () => ({
      revokeGrant: () => Promise.reject(new Error('no disk')),
    })),
    accessTokens: open().accessTokens,
    clients: [client],
    onRevoked: (grant) => void revoked.push(grant),
    now: () => time,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  await expect(failing.unlink(proof, String(service?.id))).rejects.toThrow('no disk');
  expect(revoked).toEqual([]);
  await expect(linking.unlink(proof, String(service?.id))).resolves.toBe(true);
  expect(revoked).toEqual([service?.id]);
  await expect(linking.unlink(proof, String(service?.id))).resolves.toBe(false);
});
