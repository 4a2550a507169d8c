import { createHash } from 'node:crypto';
import { describe as group, expect, test } from '@jest/globals';
import { describe, hashOf, inCommon, likenessOf, plain } from './likeness.ts';

group('one saying', () => {
  test.each([
    ['GStreamer RTSP server', 'GStreamer RTSP server'],
    ['Hipcam RealServer/V1.0', 'Hipcam RealServer'],
    ['Rtsp Server/2.0.1-build7', 'Rtsp Server'],
    ['LIVE555 Streaming Media v2019.08.28', 'LIVE555 Streaming Media'],
    ['Lattice/1.0 LT-8F3A21C0', 'Lattice LT-8F3A21C0'],
    ['Lattice/12', 'Lattice'],
    ['Lattice/LT-12', 'Lattice/LT-12'],
    ['Login to 4M0123EPAG00001', 'Login to 4M0123EPAG00001'],
    ['AXIS_ACCC8E012345', 'AXIS_ACCC8E012345'],
    ['IP Camera(12345)', 'IP Camera(12345)'],
    [' a\tb\u0000\u202ec  d ', 'a b c d'],
    ['Stream of rtsp://user:hunter2@10.0.0.7/x on 10.0.0.7', 'Stream of on'],
    ['rtsp://camera/x Pane', 'Pane'],
    ['Pane (rtsp://camera/x)', 'Pane ('],
    ['Pane/1.0(LT-1)', 'Pane (LT-1)'],
    ['Lattice/12 LT', 'Lattice LT'],
    ['Lattice/12\tLT  1', 'Lattice LT 1'],
    ['', ''],
  ])('%j is taken as %j', (text, taken) => {
    expect(plain(text)).toBe(taken);
  });

  test('is cut, however long and however odd', () => {
    expect(plain('x'.repeat(100_000))).toHaveLength(100);
    expect(plain(` ${'x'.repeat(101)}`)).toBe('x'.repeat(100));
    expect(plain(`${'x'.repeat(99)} y`)).toBe('x'.repeat(99));
    for (const text of ['1.', 'a.', 'a-', '/1', '://']) plain(text.repeat(50_000));
  });
});

group('a likeness', () => {
  const said = { server: 'Lattice/1.0', realm: 'A1', session: ' ', origin: '-' } as const;

  test('holds what was said', () => {
    expect(likenessOf(said)).toEqual({ server: 'Lattice', realm: 'A1' });
    expect(likenessOf({})).toEqual({});
  });

  test('holds what the maker calls a device as it is', () => {
    const device = { maker: ' Lattice\u0000', model: 'V 2.0', serial: '1.2.3/4', hardware: '1.0' };
    expect(likenessOf(device)).toEqual({ ...device, maker: 'Lattice' });
    expect(likenessOf({ maker: 'Pane 2.0' })).toEqual({ maker: 'Pane 2.0' });
    expect(likenessOf({ serial: '7'.repeat(2_000) }).serial).toHaveLength(100);
    expect(likenessOf({ serial: '-', hardware: '' })).toEqual({});
  });

  test('is in common as far as it is the same, what was not said included', () => {
    const other = likenessOf({ ...said, server: 'Lattice/2.0', tool: 'x' });
    expect(inCommon(likenessOf(said), other)).toEqual([
      'server',
      'realm',
      'origin',
      'maker',
      'model',
      'serial',
      'hardware',
    ]);
  });

  test('has what names the stream beside it, in common with nothing', () => {
    const main = likenessOf({ ...said, session: 'av0_0', information: 'main' });
    expect(main).toMatchObject({ session: 'av0_0', information: 'main' });
    const fields = inCommon(main, main);
    expect(fields).not.toContain('session');
    expect(fields).not.toContain('information');
    expect(describe(main)).toBe('Lattice, A1');
    expect(describe(main, ['realm', 'session'])).toBe('A1, av0_0');
  });

  test('has a hash of the sayings named, each in its place', () => {
    const one = likenessOf({ server: 'a', realm: 'b' });
    const same = likenessOf({ server: 'a', realm: 'c' });
    const crossed = likenessOf({ server: 'b', realm: 'a' });
    expect(hashOf(one, ['server'])).toBe(hashOf(same, ['server']));
    expect(hashOf(one, ['server', 'realm'])).not.toBe(hashOf(same, ['server', 'realm']));
    expect(hashOf(one, ['server', 'realm'])).not.toBe(hashOf(crossed, ['server', 'realm']));
    expect(hashOf(one, ['tool'])).toBe(hashOf(crossed, ['tool']));
  });

  // Pins are kept: hashed in another way, no camera would be recognised any more.
  test('is hashed as SHA-256 of its sayings as JSON, what was not said as nothing', () => {
    const json = '[["realm","b"],["tool",""]]';
    const hash = createHash('sha256').update(json).digest('base64url');
    expect(hashOf(likenessOf({ server: 'a', realm: 'b' }), ['realm', 'tool'])).toBe(hash);
  });

  test('is told in a line', () => {
    expect(describe(likenessOf({ server: 'a', realm: 'b', tool: 'a' }))).toBe('a, b');
    expect(describe({})).toBe('says nothing of itself');
  });
});
