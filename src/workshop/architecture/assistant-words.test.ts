import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { findPlanted, type Planted } from './planted.ts';
import { wordsOfAssistants } from './assistant-words.ts';

test('what serves any assistant says a word of none', () => {
  expect(wordsOfAssistants(fileURLToPath(new URL('../../', import.meta.url)).slice(0, -1))).toEqual(
    [],
  );
});

/** File, what it says, where and which word of that is found. */
const planted: Planted[] = [
  ['wall/partitions/a.ts', '// A comment.\n/** Told to Google. */\n', '2: Google'],
  ['pictures/streams/hls/a.ts', 'const forNestHub = true;\n', '1: NestHub'],
  ['pictures/streams/a.test.ts', "const client = 'google-home';\n", '1: google'],
  ['storage/contract/a.ts', 'const { agentUserId } = row;\n', '1: agentUserId'],
  ['storage/sqlite/google.ts', 'export {};\n', '0: google'],
  [
    'identity/a.guards.mjs',
    "export default [{ tests: ['edge/assistants/google/x'] }];\n",
    '1: google',
  ],
  ['wall/partitions/b.ts', 'readonly toChromecast: boolean;\n', '1: Chromecast'],
  ['pictures/streams/b.ts', 'log({ toChromecast: casts });\n', undefined],
  ['common/README.md', '| Alexa | none |\n', '1: Alexa'],
  [
    'edge/assistants/a.ts',
    'type Token = StreamStates[`cameraStreamAuthToken`];\n',
    '1: cameraStreamA',
  ],
  ['edge/assistants/README.md', '| Google | all |\n', undefined],
  ['edge/assistants/google/a.ts', "const intent = 'action.devices.SYNC';\n", undefined],
  ['edge/http/a.ts', '/** What Google asks. */\n', undefined],
  ['wall/audit/a.ts', '/** The assistant of a home that is smart. */\n', undefined],
];

let found: readonly string[];
beforeAll(async () => {
  found = await findPlanted(planted, wordsOfAssistants);
});

test.each(planted)('planted in %s: %j is found at %s', (path, _text, place) => {
  const here = found.filter((one) => one.startsWith(`${path}:`));
  expect(here).toEqual(place === undefined ? [] : [`${path}:${place}`]);
});
