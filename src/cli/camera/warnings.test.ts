import { expect, test } from '@jest/globals';
import { newDeviceId } from '../../identity/ids.ts';
import { lookAlikeLines } from './warnings.ts';

test('what may be one camera is named, up to eight, and counted from there on', () => {
  const devices = Array.from({ length: 10 }, () => newDeviceId());
  expect(lookAlikeLines([{ feature: 'serial', devices: devices.slice(0, 2) }])).toEqual([
    `${devices[0]} and ${devices[1]}, of several owners, have the same serial number: are they the same camera?`,
  ]);
  const [line] = lookAlikeLines([{ feature: 'likeness', devices }]);
  expect(line).toContain(`${devices[7]} and 2 more, of several owners, say the same of themselves`);
  expect(line).not.toContain(devices[8]);
  // The one that was asked about is not among those that are only counted.
  const [asked] = lookAlikeLines([{ feature: 'likeness', devices }], devices[9]);
  expect(asked).toMatch(new RegExp(`^${devices[9]}, ${devices[0]}, .* and 2 more`));
});
