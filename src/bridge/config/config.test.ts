import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { knownNames, readConfig } from './config.ts';

const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');

const good = {
  PUBLIC_URL: 'https://cameras.example.net',
  GOOGLE_PROJECT_ID: 'my-home-cameras',
  OAUTH_CLIENT_ID: 'google-home',
  OAUTH_CLIENT_SECRET: 'l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg',
};

function refusal(environment: Record<string, string>, wrong: readonly string[] = []): string {
  try {
    readConfig(environment, wrong);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

describe('.env.example', () => {
  test('documents every setting and no other, each once', () => {
    const names = [...example.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(new Set(names)).toEqual(new Set(knownNames));
    expect(names).toHaveLength(knownNames.length);
  });

  test('explains each setting in the lines above it', () => {
    const blocks = example.split('\n\n').filter((block) => /^#?[A-Z_]+=/m.test(block));
    for (const block of blocks) expect(block).toMatch(/^# /);
  });

  test('shows the defaults as they are', () => {
    const uncommented = example.replaceAll(/^#([A-Z_]+=)/gm, '$1');
    // The folder is not the default, which is the demo's.
    const {
      OAUTH_REDIRECT_URIS: _uris,
      FFMPEG: _ffmpeg,
      FFMPEG_USER: _user,
      DATA_DIR: folder,
      ...shown
    } = parseEnv(uncommented);
    const {
      oauth: _oauth,
      ffmpeg: _path,
      ...withExample
    } = readConfig({
      ...shown,
      OAUTH_CLIENT_SECRET: good.OAUTH_CLIENT_SECRET,
    });
    const { oauth: _otherOauth, ffmpeg: _otherPath, ...byDefault } = readConfig(good);
    expect(withExample).toEqual(byDefault);
    expect(folder).not.toBe(byDefault.dataDir);
  });

  test('is refused as it stands: a secret has to be made', () => {
    expect(refusal(parseEnv(example) as Record<string, string>)).toContain('OAUTH_CLIENT_SECRET:');
  });
});

describe('the configuration', () => {
  test('says in words of its own what is wrong with a setting, and what may stand there', () => {
    const wrong = Object.fromEntries(knownNames.map((name) => [name, '\u0000']));
    for (const given of [
      wrong,
      { TRIPWIRE: 'yes' },
      { ...wrong, PORT: '-1', HLS_SEGMENT_FORMAT: '' },
    ]) {
      expect(refusal(given)).not.toMatch(/invalid|expected|received|undefined/i);
    }
    expect(refusal({ ...good, TRIPWIRE: 'yes' })).toContain('TRIPWIRE: must be one of: on, off');
    expect(refusal({ ...good, PORT: '99999' })).toContain('PORT: must be at most 65535');
    expect(refusal({ ...good, OAUTH_CLIENT_SECRET: '' })).toContain('openssl rand -base64 32');
    expect(refusal({ ...good, OAUTH_CLIENT_ID: '' })).toContain('OAUTH_CLIENT_ID: must be set');
  });

  test('is a demo when nothing but the place is set', () => {
    expect(readConfig({})).toMatchObject({ demo: true, port: 8080, host: '127.0.0.1' });
    expect(readConfig({ PORT: '9000', DATA_DIR: '/tmp/x', HOME: '/root' }).demo).toBe(true);
  });

  test('is for real as soon as anything else is set, and then has to be whole', () => {
    const message = refusal({ STREAM_PROTOCOLS: 'hls' });
    for (const name of Object.keys(good)) expect(message).toContain(`${name}:`);
  });

  test('knows the two redirect URIs of the project', () => {
    expect(readConfig(good).oauth?.redirectUris).toEqual([
      'https://oauth-redirect.googleusercontent.com/r/my-home-cameras',
      'https://oauth-redirect-sandbox.googleusercontent.com/r/my-home-cameras',
    ]);
  });

  test('lets Google’s client lead back to Google alone, with a virtual display too', () => {
    const { oauth } = readConfig({ ...good, VIRTUAL_DISPLAY: 'on' });
    expect(oauth).toEqual(readConfig(good).oauth);
  });

  test('keeps addresses out of the record unless it is told otherwise', () => {
    expect(readConfig(good).audit).toMatchObject({ on: true, addresses: false });
    expect(readConfig({ ...good, AUDIT_ADDRESSES: 'on' }).audit.addresses).toBe(true);
  });

  test('takes a command for alarms apart by its blanks', () => {
    expect(readConfig(good).alarm).toEqual({ webhook: undefined, command: undefined });
    const { alarm } = readConfig({ ...good, ALARM_COMMAND: ' /bin/tell  me $(now) ' });
    expect(alarm.command).toEqual(['/bin/tell', 'me', '$(now)']);
  });

  test('has the tripwire on for real unless switched off, and never in a demo', () => {
    const usual = { on: true, intervalMs: 30_000, webhook: undefined };
    expect(readConfig(good).tripwire).toEqual(usual);
    expect(readConfig({ ...good, TRIPWIRE: 'off' }).tripwire.on).toBe(false);
    expect(readConfig({}).tripwire.on).toBe(false);
  });

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig(good))).toBe(true);
  });

  test.each([
    ['PUBLIC_URL', 'http://cameras.example.net'],
    ['PUBLIC_URL', 'https://cameras.example.net/bridge'],
    ['PUBLIC_URL', 'cameras.example.net'],
    ['GOOGLE_PROJECT_ID', 'My Project'],
    ['OAUTH_CLIENT_ID', 'short'],
    ['OAUTH_CLIENT_SECRET', 'too short'],
    ['OAUTH_CLIENT_SECRET', 'demo-secret-0123456789-0123456789'],
    ['OAUTH_REDIRECT_URIS', 'https://evil.example/r/my-home-cameras'],
    ['OAUTH_REDIRECT_URIS', 'https://oauth-redirect.googleusercontent.com/r/my-home-cameras/x'],
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['STREAM_PROTOCOLS', 'webrtc,dash'],
    ['STREAM_PROTOCOLS', 'hls,hls'],
    ['HLS_SEGMENT_FORMAT', 'mkv'],
    ['STREAM_MAX_SECONDS', '99999'],
    ['OAUTH_CLIENT_ID', 'casement-virtual-display'],
    ['WEBRTC_ADDRESSES', '203.0.113.999'],
    ['WEBRTC_ADDRESSES', 'my_home'],
    ['WEBRTC_ADDRESSES', 'https://home.example.net'],
    ['WEBRTC_ICE_SERVERS', '[{'],
    ['CAST_RECEIVER_APP_ID', 'xyz'],
    ['VIRTUAL_DISPLAY', 'yes'],
    ['ACCESS_TOKEN_SECONDS', '1e9'],
    ['TRIPWIRE', 'maybe'],
    ['TRIPWIRE_SECONDS', '0'],
    ['TRIPWIRE_WEBHOOK', 'ftp://hooks.example.net/secret'],
    ['ALARM_WEBHOOK', 'ftp://hooks.example.net/secret'],
    ['METRICS_PORT', '0'],
  ])('with %s=%s is refused by that name, without quoting the value', (name, value) => {
    const message = refusal({ ...good, [name]: value });
    expect(message).toMatch(new RegExp(`^  ${name}: .+`, 'm'));
    expect(message).not.toContain(good.OAUTH_CLIENT_SECRET);
    if (name === 'OAUTH_CLIENT_SECRET') expect(message).not.toContain(value);
  });
});

test('what was wrong before is told together with all else that is, in a demo, too', () => {
  const wrong = ['PROT: is not a setting of Casement'];
  const told = refusal({ ...good, PORT: 'high', OAUTH_CLIENT_ID: '' }, wrong);
  expect(told.split('\n').map((line) => line.split(':')[0]?.trim())).toEqual([
    'the configuration cannot be used',
    'PROT',
    'PORT',
    'OAUTH_CLIENT_ID',
  ]);
  expect(refusal(good, wrong)).toMatch(/\n {2}PROT: [^\n]+$/);
  expect(refusal({}, wrong)).toMatch(/\n {2}PROT: [^\n]+$/);
});
