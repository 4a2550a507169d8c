import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../common/failures.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { readFacts, readNaming, readSource } from './camera-form.ts';

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure && error.code === 'bad-request') return error.message;
    throw error;
  }
  return 'taken';
}

const plain = { transport: 'auto', alwaysWarm: false } as const;
const rtsp = (url: string): string =>
  refusal(() => readSource({ ...plain, stream: url }, streamForm));
const still = (url: string): string =>
  refusal(() => readSource({ ...plain, stream: 'rtsp://camera/', still: url }, streamForm));

describe('addresses', () => {
  test.each([
    'rtsp://camera/stream',
    'RTSPS://10.0.0.7:322/a?b=c&d=e',
    'rtsp://user:p%40ss@[fe80::1]:8554/x',
  ])('%s is taken as it is', (url) => {
    expect(readSource({ ...plain, stream: url }, streamForm)).toStrictEqual({
      ...plain,
      stream: url,
    });
  });

  test('one of 2048 characters is taken', () => {
    expect(rtsp(`rtsp://camera/${'x'.repeat(2_034)}`)).toBe('taken');
  });

  test('how to write a password is said where that may be what is wrong', () => {
    const how = 'write / ? # @ : and % in a user name or password as %2F %3F %23 %40 %3A %25';
    for (const url of ['rtsp://u:p#@camera/', 'rtsp://camera/#p', 'rtsp://u:p%@camera/']) {
      expect(rtsp(url)).toContain(how);
    }
  });

  test('a still of its own is taken by http and https', () => {
    for (const url of ['http://u:p@camera/snap.jpg', 'https://camera/snap.jpg']) {
      const source = { ...plain, stream: 'rtsp://camera/', still: url };
      expect(readSource(source, streamForm)).toStrictEqual(source);
    }
  });

  test.each([
    ['', 'is empty'],
    ['http://camera/', 'must begin with rtsp:// or rtsps://'],
    ['camera/stream', 'must begin with rtsp:// or rtsps://'],
    ['rtsp://camera/a b', 'has a space or a control character'],
    ['rtsp://camera/\n', 'has a space or a control character'],
    ['rtsp://camera/\u0000', 'has a space or a control character'],
    [`rtsp://camera/${'x'.repeat(2_048)}`, 'is longer than 2048 characters'],
    ['rtsp://user:hunter#2@camera/', 'is not a URL'],
    ['rtsp://camera:99999/', 'is not a URL'],
    ['rtsp://camera:0/', 'names port 0'],
    ['rtsp:///stream', 'names no host'],
    ['rtsp://camera/#hunter2', 'has a # in it'],
    ['rtsp://user:hunter%2@camera/', 'has a % that stands for nothing'],
  ])('%j is refused', (url, why) => {
    const message = rtsp(url);
    expect(message).toContain(`the RTSP URL ${why}`);
    expect(message).not.toContain('hunter');
  });

  test('so is an ONVIF device service', () => {
    for (const url of ['http://u:p@camera/onvif/device_service', 'https://camera:8443/onvif']) {
      const source = { ...plain, stream: 'rtsp://camera/', onvif: url };
      expect(readSource(source, streamForm)).toStrictEqual(source);
    }
    const wrong = { ...plain, stream: 'rtsp://camera/', onvif: 'file:///etc/passwd' };
    expect(refusal(() => readSource(wrong, streamForm))).toBe(
      'the ONVIF URL must begin with http:// or https://',
    );
  });

  test.each([
    ['rtsp://camera/', 'must begin with http:// or https://'],
    ['file:///etc/passwd', 'must begin with http:// or https://'],
    ['http://camera/a b', 'has a space or a control character'],
  ])('%j is no still', (url, why) => {
    expect(still(url)).toContain(`the still URL ${why}`);
  });
});

describe('names', () => {
  const named = (name: string, room?: string, nicknames: string[] = []): string =>
    refusal(() => readNaming({ name, ...(room !== undefined && { room }), nicknames }));

  test('are trimmed, composed, and counted in code points', () => {
    expect(readNaming({ name: ' Tu\u0308r ', room: 'Hall ', nicknames: [' x'] })).toStrictEqual({
      name: 'T\u00fcr',
      room: 'Hall',
      nicknames: ['x'],
    });
    expect(named('\u{1f6aa}'.repeat(60))).toBe('taken');
    expect(named('a', 'b', Array(10).fill('n'))).toBe('taken');
    const bare = { name: 'a', nicknames: [] };
    expect(readNaming(bare)).toStrictEqual(bare);
    expect(named('\u{1f6aa}'.repeat(61))).toBe('the name is longer than 60 characters');
  });

  test('are refused by the field that is wrong', () => {
    expect(named('  ')).toBe('the name is empty');
    expect(named('a\u001b[2J')).toBe('the name has a control character in it');
    expect(named('a', '')).toBe('the room is empty');
    expect(named('a', 'b', [''])).toBe('a nickname is empty');
    expect(named('a', 'b', Array(11).fill('n'))).toBe('there are more than 10 nicknames');
  });

  test('of makers and versions are held to the same', () => {
    const full = {
      kind: 'doorbell',
      manufacturer: 'Pane',
      model: 'P-1',
      hwVersion: '1',
      swVersion: '2',
    } as const;
    expect(readFacts(full)).toStrictEqual(full);
    expect(readFacts({ kind: 'camera' })).toStrictEqual({ kind: 'camera' });
    for (const [field, name] of [
      ['manufacturer', 'the manufacturer'],
      ['model', 'the model'],
      ['hwVersion', 'the hardware version'],
      ['swVersion', 'the software version'],
    ] as const) {
      expect(refusal(() => readFacts({ ...full, [field]: '' }))).toBe(`${name} is empty`);
    }
  });
});
