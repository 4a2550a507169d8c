import { expect, test } from '@jest/globals';
import { findFfmpegUser } from './ffmpeg-user.ts';

const users: Readonly<Record<string, { uid: number; gid: number }>> = {
  nobody: { uid: 65_534, gid: 65_534 },
  video: { uid: 900, gid: 901 },
  root: { uid: 0, gid: 0 },
  toor: { uid: 7, gid: 0 },
};
const lookUp = async (name: string) => {
  const user = users[name];
  if (user === undefined) throw new Error('no such user');
  return user;
};
const find = (configured: string | undefined, own: number) =>
  findFfmpegUser(configured, own, lookUp);

test('a bridge that runs as root runs ffmpeg as nobody, or as who it is told', async () => {
  expect(await find(undefined, 0)).toEqual(users['nobody']);
  expect(await find('video', 0)).toEqual(users['video']);
});

test('another bridge runs it as itself', async () => {
  expect(await find(undefined, 900)).toBeUndefined();
  expect(await find('video', 900)).toBeUndefined();
});

test.each([
  ['one who is not there', 'ghost', 0, 'no user ghost'],
  ['root', 'root', 0, 'not run as root'],
  ['a member of root’s group', 'toor', 0, 'not run as root'],
  [
    'somebody a bridge that is not root cannot become',
    'video',
    1000,
    'only a bridge that runs as root',
  ],
])('%s is refused at the start', async (_, name, own, words) => {
  await expect(find(name, own)).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.stringContaining(words),
  });
});

test('the system knows nobody', async () => {
  expect(await findFfmpegUser('nobody', 0)).toEqual({
    uid: expect.any(Number),
    gid: expect.any(Number),
  });
});
