/** Finds where the source uses a word of one assistant, in code, comment, test or page. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of assistants and of their displays, however they are written. */
const names = /google|chromecast|nest.?hub|smart.?home|home.?graph|alexa/i;
/** What Google's protocol calls its things. */
const terms =
  /agentUserId|action\.devices|GetCameraStream|cameraStream[A-Z]|StreamToChromecast|SupportedStreamProtocols/;

/** A field of the log, which keeps its name. */
const kept = /\btoChromecast\b(?=: casts|,request'|',)/g;

/** Rooms that serve any assistant: nothing in them uses a word of one. */
const silentRooms = ['wall', 'pictures', 'storage', 'identity', 'common'] as const;

function filesOf(folder: string, recursive: boolean): string[] {
  return readdirSync(folder, { recursive, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** The core of the assistants: what lies beside their folders. Its page names them. */
const coreOf = (source: string): string[] =>
  filesOf(join(source, 'edge/assistants'), false).filter((file) => !file.endsWith('.md'));

/** Returns the words that are used where none may be, as `wall/x.ts:3: Google`, below the folder `source`. */
export function wordsOfAssistants(source: string): string[] {
  const rooms = silentRooms.flatMap((room) => filesOf(join(source, room), true));
  return [...rooms, ...coreOf(source)].flatMap((file) => {
    const path = file.slice(source.length + 1);
    const lines = [path, ...readFileSync(file, 'utf8').split('\n')];
    return lines.flatMap((line, at) => {
      const said = line.replace(kept, '');
      const [word] = names.exec(said) ?? terms.exec(said) ?? [];
      return word === undefined ? [] : [`${path}:${at}: ${word}`];
    });
  });
}
