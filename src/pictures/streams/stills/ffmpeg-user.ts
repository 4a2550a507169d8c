/** The user as whom ffmpeg runs. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../../../common/failures.ts';
import type { SystemUser } from './confine.ts';

/** Used if the bridge runs as root and nobody was named. */
const byDefault = 'nobody';

/** Returns the numbers of a user, as the system knows it. @throws if there is none of that name. */
async function look(name: string): Promise<SystemUser> {
  const ask = async (what: string): Promise<number> =>
    Number((await promisify(execFile)('id', [what, '--', name])).stdout);
  return { uid: await ask('-u'), gid: await ask('-g') };
}

/**
 * Returns the user to run ffmpeg as: the one that is `configured`, else `nobody` if the bridge runs as root,
 * else undefined: the bridge's own.
 * @throws Failure `bad-request` if there is no such user, if it is root, or if the bridge, not being root,
 * may not become it.
 */
export async function findFfmpegUser(
  configured: string | undefined,
  ownUid: number | undefined = process.getuid?.(),
  lookUp: (name: string) => Promise<SystemUser> = look,
): Promise<SystemUser | undefined> {
  if (configured === undefined && ownUid !== 0) return undefined;
  const name = configured ?? byDefault;
  const user = await lookUp(name).catch((cause: unknown) => {
    throw new Failure('bad-request', `FFMPEG_USER: there is no user ${name}`, { cause });
  });
  if (user.uid === 0 || user.gid === 0) {
    throw new Failure('bad-request', 'FFMPEG_USER: ffmpeg is not run as root');
  }
  if (ownUid === 0) return user;
  if (user.uid === ownUid) return undefined;
  throw new Failure(
    'bad-request',
    `FFMPEG_USER: only a bridge that runs as root may run ffmpeg as ${name}`,
  );
}
