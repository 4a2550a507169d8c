import { expect, test } from '@jest/globals';
import { type Commits, lossOf } from './commits.ts';

const safe: Commits = {
  synchronousCommit: 'on',
  namesStandbys: true,
  hasStandby: true,
  reachesDisk: true,
};

test.each<[string, Partial<Commits>, string | undefined]>([
  ['a standby that is waited for', {}, undefined],
  ['one that is waited for until it shows it', { synchronousCommit: 'remote_apply' }, undefined],
  ['no standby at all', { namesStandbys: false, hasStandby: false }, undefined],
  ['one that nobody waits for', { namesStandbys: false }, 'promotion'],
  ['one that a role does not wait for', { synchronousCommit: 'local' }, 'promotion'],
  ['nobody waits for the log', { synchronousCommit: 'off' }, 'crash of the server'],
  ['nor without a standby', { synchronousCommit: 'off', hasStandby: false }, 'crash of the server'],
  ['nobody waits for the disk', { reachesDisk: false }, 'crash of the machine'],
])('%s', (_what, change, loss) => {
  const found = lossOf({ ...safe, ...change });
  if (loss === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject({ by: expect.stringContaining(loss), mend: expect.any(String) });
});
