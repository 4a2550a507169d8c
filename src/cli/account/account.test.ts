import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AccountId } from '../../identity/ids.ts';
import { verifyPassword } from '../../identity/password.ts';
import { demoFileName } from '../../simulator/demo/demo-folder.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { sampleCode, sampleGrant } from '../../storage/contract/shelf.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { openCasement, type Casement } from '../../workshop/testing/casement.ts';
import { allAccounts } from '../../storage/contract/whole.ts';

const password = 'correct horse battery';
let casement: Casement;
let bridge: Store | undefined;

/** The store of a bridge that runs beside the commands. */
function beside(): Store {
  bridge ??= openSqlite({ file: dataFolder(join(casement.folder, 'data')).database });
  return bridge;
}

beforeEach(async () => {
  casement = await openCasement();
  bridge = undefined;
});
afterEach(async () => {
  await bridge?.close();
  await casement.dispose();
});

async function add(email: string, name: string): Promise<AccountId> {
  const args = ['account', 'add', email, '--name', name, '--password-stdin'];
  const { code, stdout, stderr } = await casement.run(args, `${password}\n`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return AccountId(stdout.trim());
}

async function link(account: AccountId) {
  const grant = sampleGrant(account, { createdAt: Date.now() });
  await beside().of(grant.account).addGrant(grant, sampleCode(grant));
  await beside().of(grant.account).addRefreshToken(grant.id, grant.id);
  return grant.id;
}

test('an account is added, listed and removed, beside a bridge that sees it at once', async () => {
  const id = await add('Birch@Example.org', ' Birch ');
  const kept = await beside().directory.byEmail('birch@example.org');
  expect(kept).toMatchObject({ id, name: 'Birch' });
  expect(kept?.passwordHash).toMatch(/^\$argon2id\$/);
  expect(await verifyPassword(kept?.passwordHash, password)).toBe(true);
  const mode = (await stat(join(casement.folder, 'data'))).mode & 0o777;
  expect(mode.toString(8)).toBe('700');

  await link(id);
  const { stdout } = await casement.run(['account', 'list']);
  const [head, row] = stdout.split('\n').map((line) => line.split(/ {2,}/));
  expect(head).toEqual(['ACCOUNT', 'E-MAIL', 'NAME', 'CAMERAS', 'LINKINGS']);
  expect(row).toEqual([id, 'birch@example.org', 'Birch', '0', '1']);
  const listed = await casement.json(['account', 'list']);
  expect(listed).toMatchObject([{ id, email: 'birch@example.org', cameras: 0, grants: 1 }]);
  expect(JSON.stringify(listed)).not.toContain('argon2');

  const before = await beside().revision();
  expect(await casement.refused(['account', 'remove', id])).toEqual({
    exit: 2,
    code: 'usage',
    message:
      'this would remove the account birch@example.org and the 0 camera(s) it owns, ' +
      'for everyone they are shared with too: say --yes if that is meant',
  });
  expect(await beside().revision()).toBe(before);
  expect(await casement.json(['account', 'remove', 'BIRCH@example.org', '--yes'])).toEqual({
    removed: id,
    bridge: 'none',
    email: 'birch@example.org',
    cameras: 0,
  });
  expect(await beside().revision()).toBeGreaterThan(before);
  expect(await allAccounts(beside())).toEqual([]);
});

test('unlinking and a new password end linkings, of the named account only', async () => {
  const birch = await add('birch@example.org', 'Birch');
  const harbour = await add('harbour@example.org', 'Harbour');
  const others = await link(harbour);
  await link(birch);
  await link(birch);
  expect(await casement.json(['account', 'unlink', birch])).toMatchObject({ ended: 2 });
  expect(await beside().of(birch).grants()).toEqual([]);

  const again = await link(birch);
  const change = ['account', 'password', 'birch@example.org', '--password-stdin'];
  const { code } = await casement.run(change, 'another horse battery');
  expect(code).toBe(0);
  const hash = (await beside().of(birch).record())?.passwordHash;
  expect(await verifyPassword(hash, 'another horse battery')).toBe(true);
  expect(await beside().of(birch).standing(again)).toBe(false);
  expect(await beside().of(harbour).standing(others)).toBe(true);
});

test('what is wrong with an account is said, and nothing is kept of it', async () => {
  await add('birch@example.org', 'Birch');
  const named = (email: string, name: string, secret = password) =>
    casement.refused(['account', 'add', email, '--name', name, '--password-stdin'], secret);
  const failed = { exit: 1, code: 'bad-request' };
  expect(await named('BIRCH@example.org', 'B')).toEqual({
    ...failed,
    message: 'an account with this e-mail address exists already',
  });
  expect((await named('nobody', 'B')).message).toBe(
    'the e-mail address must look like name@example.org',
  );
  expect((await named('Canary-1@tripwire.invalid', 'B')).message).toBe(
    'this domain is kept for the canaries of the tripwire',
  );
  expect((await named('a@b', ' ')).message).toBe('the name must have 1 to 60 characters');
  expect(await named('a@b', 'B', 'short')).toMatchObject({
    ...failed,
    message: 'a password has at least 10 characters',
  });
  expect(await casement.refused(['account', 'unlink', 'a@b'])).toEqual({
    exit: 1,
    code: 'not-found',
    message: expect.stringMatching(/^there is no account a@b: .*casement account add/),
  });
  expect((await casement.refused(['account', 'unlink', 'birch'])).message).toBe(
    'birch is neither an account id (a_ and 22 characters) nor an e-mail address: see casement account list',
  );
  expect(await allAccounts(beside())).toHaveLength(1);
});

test('a password never comes as an argument', async () => {
  const args = ['account', 'add', 'a@b', '--name', 'A', '--password', 'hunter2hunter2'];
  const { exit, code, message } = await casement.refused(args);
  expect({ exit, code }).toEqual({ exit: 2, code: 'usage' });
  expect(message).toContain('can be read by everybody on this machine');
  expect(message).not.toContain('hunter2');
  const unasked = await casement.refused(['account', 'add', 'a@b', '--name', 'A']);
  expect(unasked).toMatchObject({ exit: 2, message: expect.stringContaining('no terminal') });
  expect((await casement.run(['account', 'add', '--help'])).stdout).not.toMatch(/--password /);
});

test('nobody is added to the demo’s data unless that is said, and every other command says whose it is', async () => {
  await add('birch@example.org', 'Birch');
  const folder = join(casement.folder, 'data');
  const args = ['account', 'add', 'harbour@example.org', '--name', 'Harbour', '--password-stdin'];
  expect(await casement.refused([...args, '--demo'], password)).toMatchObject({
    exit: 1,
    code: 'bad-request',
    message: expect.stringContaining("is not a demo's data"),
  });

  await writeFile(join(folder, demoFileName), '{}');
  const before = await beside().revision();
  expect(await casement.refused(args, password)).toMatchObject({
    exit: 1,
    code: 'bad-request',
    message: expect.stringMatching(/is the demo's data.*DATA_DIR in \.env.*--data-dir.*--demo$/),
  });
  expect(await beside().revision()).toBe(before);

  expect(await casement.run([...args, '--demo'], password)).toMatchObject({ code: 0, stderr: '' });
  const said = `casement: ${folder} is the demo's data\n`;
  const listed = await casement.run(['account', 'list', '--json']);
  expect(listed).toMatchObject({ code: 0, stderr: said });
  expect(JSON.parse(listed.stdout)).toHaveLength(2);
  const suspended = await casement.run(['suspend', '--all', '--data-dir', folder]);
  expect(suspended).toMatchObject({ code: 0, stderr: said });
  expect(await casement.run(['account', '--help'])).toMatchObject({ code: 0, stderr: '' });
});

test('a folder without data, and data that is none, are named', async () => {
  expect(await casement.refused(['account', 'list', '--data-dir', 'typo'])).toEqual({
    exit: 1,
    code: 'not-found',
    message:
      'there is no data in typo: name it with --data-dir, or begin it with casement account add',
  });
  await expect(stat(join(casement.folder, 'typo'))).rejects.toMatchObject({ code: 'ENOENT' });
  await writeFile(dataFolder(join(casement.folder, 'data')).database, 'no data '.repeat(200));
  // The errors of the database are of the realm of jest that loaded it first: in another they are no `Error`.
  const { code, stderr } = await casement.process(['account', 'list']);
  const said = 'casement: storage is not available: file is not a database\n';
  expect({ code, stderr }).toEqual({ code: 1, stderr: said });
});

test('an address that looks like an existing one is refused unless that is said, and what nobody sees always', async () => {
  await add('jose@example.org', 'José');
  const args = ['account', 'add', 'j\u043ese@example.org', '--name', 'Jose', '--password-stdin'];
  expect(await casement.refused(args, `${password}\n`)).toMatchObject({
    message: expect.stringMatching(/looks like jose@example\.org.* say --look-alike$/),
  });
  expect((await casement.run([...args, '--look-alike'], `${password}\n`)).code).toBe(0);
  const hidden = ['account', 'add', 'jo\u200bse@example.org', '--name', 'J', '--password-stdin'];
  expect(await casement.refused([...hidden, '--look-alike'], `${password}\n`)).toMatchObject({
    message: 'the e-mail address holds a character that cannot be seen',
  });
  // By whatever form of it that is typed.
  await add('rene\u0301@example.org', 'René');
  expect((await beside().directory.byEmail('ren\u00e9@example.org'))?.name).toBe('René');
  const removed = await casement.run(['account', 'remove', 'RENE\u0301@example.org', '--yes']);
  expect(removed.code).toBe(0);
});
