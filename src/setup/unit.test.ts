/** The unit of systemd: what it takes away from the bridge, by systemd's own reckoning where there is one. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { testUnless } from '../workshop/testing/needs.ts';

const file = fileURLToPath(new URL('../../deploy/casement.service', import.meta.url));
const unit = readFileSync(file, 'utf8');
const valuesOf = (name: string): string[] =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

const analyze = (...args: readonly string[]) =>
  spawnSync('systemd-analyze', [...args, file], { encoding: 'utf8' });
const has = spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' });
// `security --offline` came with version 250.
const isNew = Number(/^systemd (\d+)/.exec(has.stdout ?? '')?.[1]) >= 250;
const missing = isNew ? undefined : 'systemd-analyze of systemd 250 or newer';

test('it runs as nobody in particular, and sees the machine read-only', () => {
  expect(valuesOf('User')).toEqual(['casement']);
  for (const name of ['NoNewPrivileges', 'PrivateTmp', 'PrivateDevices', 'PrivateUsers']) {
    expect([name, valuesOf(name)]).toEqual([name, ['yes']]);
  }
  expect(valuesOf('ProtectSystem')).toEqual(['strict']);
  expect(valuesOf('CapabilityBoundingSet')).toEqual(['']);
  expect(valuesOf('SystemCallFilter')).toEqual(['@system-service', '~@privileged']);
});

test('what Node and WebRTC need stays: compiling as it runs, netlink, its own limit of descriptors', () => {
  expect(valuesOf('MemoryDenyWriteExecute')).toEqual([]);
  expect(valuesOf('RestrictAddressFamilies')[0]).toContain('AF_NETLINK');
  expect(unit).not.toContain('~@resources');
});

testUnless(missing, 'systemd understands it, and reckons that little is left open', () => {
  expect(analyze('verify')).toMatchObject({ status: 0, stderr: '', stdout: '' });
  // 0 is all closed, 10 all open. Half of what is left is the network.
  expect(analyze('security', '--offline=true', '--threshold=15')).toMatchObject({ status: 0 });
});
