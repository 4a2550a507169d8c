import { expect, test } from '@jest/globals';
import { birch, harbour } from './palette.ts';
import { picture } from './picture.ts';
import { sound } from '../sound.ts';

const modules = [
  [true, false],
  [false, true],
];

/** Numbers only as exact as the eye: 0.00 and -0.00 are one. */
const seen = (svg: string): string => svg.replaceAll(/-(0\.0+)(?!\d)/g, '$1');

test.each([
  [birch, 'Front door'],
  [birch, 'Garden'],
  [harbour, 'Front door'],
  [harbour, 'Garden'],
] as const)('%# moves, and the QR code stands still', (palette, camera) => {
  const at = (t: number) => seen(picture({ palette, camera, watermark: 'a/b', modules }, t));
  expect(at(0.3)).not.toBe(at(0.5));
  const code = /<path transform[^>]*crispEdges[^>]*>/;
  expect(code.exec(at(0.3))?.[0]).toBe(code.exec(at(0.5))?.[0]);
  expect(at(0.5)).toContain(`>${camera}</text>`);
});

test('the sound meets its own beginning', () => {
  const pcm = sound(8, 8000, 2);
  const one = pcm.length / 2;
  expect(pcm.subarray(0, one)).toEqual(pcm.subarray(one));
  const step = Math.abs(pcm.readInt16LE(one) - pcm.readInt16LE(one - 2));
  expect(step).toBeLessThan(4000);
});
