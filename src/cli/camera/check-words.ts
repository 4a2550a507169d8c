/** The steps of a check, and what follows from a camera's pictures, in lines for the operator. */
import { reasonOfMessage } from '../../pictures/cameras/check/reason-of-message.ts';
import type {
  CheckedCamera,
  CheckStep,
  DoneStep,
  StepName,
  StreamFacts,
} from '../../pictures/cameras/check/steps.ts';
import { reasonWords } from '../../pictures/cameras/reason-words.ts';
import type { Reason } from '../../pictures/cameras/reason.ts';
import { keyWords, schemeWords } from './finding-words.ts';

const called: Readonly<Record<StepName, string>> = {
  open: 'In use',
  name: 'Name',
  connect: 'Connection',
  key: 'TLS key',
  'log-in': 'Log-in',
  describe: 'Description',
  recognise: 'Recognition',
  'set-up': 'Set-up',
  play: 'Play',
  bind: 'Binding',
  packets: 'First packets',
  'parameter-sets': 'Parameter sets',
  'key-picture': 'First key picture',
};

const counted = (count: number, one: string, several: string): string =>
  `${count} ${count === 1 ? one : several}`;

const audioCalled: Readonly<Record<string, string>> = {
  aac: 'AAC',
  pcmu: 'G.711 µ-law',
  pcma: 'G.711 A-law',
};
const audioName = (codec: string): string => audioCalled[codec] ?? codec;

function notTaken(names: readonly string[]): string {
  return names.length === 0 ? '' : `; not taken: ${names.join(', ')}`;
}

function doneWords(step: DoneStep): string {
  switch (step.step) {
    case 'open':
      // Even if every attempt of the bridge fails: the next line says why.
      return 'the bridge has it open, or is trying to; no second connection is made';
    case 'name':
      return step.named
        ? `${counted(step.addresses, 'address', 'addresses')}, in ${step.ms} ms`
        : 'none; its URL has an address';
    case 'connect':
      return `IPv${step.family}, in ${step.ms} ms`;
    case 'key':
      return keyWords(step.key);
    case 'log-in':
      return step.scheme === null ? 'no password asked' : schemeWords[step.scheme];
    case 'describe': {
      const audio = step.audio === null ? 'no audio taken' : `audio ${audioName(step.audio)}`;
      return `video H.264, ${audio}${notTaken(step.audioNotTaken)}`;
    }
    case 'recognise':
      return step.bound ? 'the camera it was' : 'nothing speaks against it; not bound before';
    case 'set-up':
      return `${step.transport.toUpperCase()}, ${step.audio ? 'with' : 'without'} audio`;
    case 'play':
    case 'packets':
    case 'key-picture':
      return `in ${step.ms} ms`;
    case 'bind':
      return 'bound now';
    case 'parameter-sets':
      return 'there';
  }
}

/** Returns one line: `Name: …`, or with what is wrong and what mends it; `mendOf` words the latter. */
export function stepLine(
  step: CheckStep,
  mendOf: (reason: Reason) => string = (reason) => reasonWords(reason).mend,
): string {
  if ('again' in step) {
    return `${reasonWords(reasonOfMessage(step.again)).what} It is tried once more.`;
  }
  const name = called[step.step];
  if (!('reason' in step)) return `${name}: ${doneWords(step)}.`;
  const reason = reasonOfMessage(step.reason);
  return `${name}: FAILED. ${reasonWords(reason).what} ${mendOf(reason)}`;
}

/** profile_idc (ITU-T H.264 annex A). */
const profiles: Readonly<Record<string, string>> = {
  '42': 'Baseline',
  '4d': 'Main',
  '58': 'Extended',
  '64': 'High',
  '6e': 'High 10',
  '7a': 'High 4:2:2',
  f4: 'High 4:4:4',
};

/** Such as `Main 4.1`. */
function profileWords(profileLevelId: string): string {
  const [profile, flags, level] = [0, 2, 4].map((at) => profileLevelId.slice(at, at + 2));
  const isConstrained = profile === '42' && (Number.parseInt(flags ?? '', 16) & 0x40) !== 0;
  const name = profiles[profile ?? ''] ?? `profile ${Number.parseInt(profile ?? '', 16)}`;
  const number = (Number.parseInt(level ?? '', 16) / 10).toFixed(1);
  return `${isConstrained ? 'Constrained ' : ''}${name} ${number}`;
}

function intervalWords({ keyIntervalS, keyIntervalAboveS }: StreamFacts): string {
  if (keyIntervalS !== null) return `a key picture every ${keyIntervalS} s`;
  if (keyIntervalAboveS === null) return 'the connection ended before the next key picture';
  if (keyIntervalAboveS === 0) return 'how far apart key pictures come was not seen';
  return `the next key picture longer than ${keyIntervalAboveS} s away`;
}

const bWords = {
  none: 'no B pictures',
  may: 'B pictures possible, none seen',
  seen: 'B pictures, so not for WebRTC',
} as const;

function clockWords(percent: number | null): string {
  // It was near ours, or too little came to say.
  if (percent === null) return 'Clock: no error seen.';
  const pace = percent > 0 ? 'faster' : 'slower';
  return (
    `Clock: ${Math.abs(percent)} % ${pace} than ours, and players halt by it. Set a constant frame rate in its ` +
    'settings, or update its firmware.'
  );
}

/** The most that a Nest Hub shows. */
const most = { longer: 1280, shorter: 720 };
const maxApartS = 2;
/** Percent of its pictures; a second of bad Wi-Fi costs less. */
const maxLostPercent = 10;
/** How long a display waits for a camera if CAMERA_READY_SECONDS is left as it is. */
const readyS = 2;
/** More bits or finer colours than hardware decoders read, and slices in any order. */
const shownByFew: ReadonlySet<string> = new Set(['58', '6e', '7a', 'f4']);

/** Advice for a camera that plays, and would play better. */
function adviceLines(facts: StreamFacts): string[] {
  const { width, height, keyIntervalS, keyIntervalAboveS, profileLevelId, answersAfterS } = facts;
  const isLarge = Math.max(width, height) > most.longer || Math.min(width, height) > most.shorter;
  const apartS = keyIntervalS ?? keyIntervalAboveS ?? 0;
  return [
    ...(shownByFew.has(profileLevelId.slice(0, 2))
      ? [
          'Advice: set the profile of this camera to Baseline, Main or High (behind a restreamer, the pixel format to ' +
            `yuv420p); most displays do not show ${profileWords(profileLevelId).replace(/ [\d.]+$/, '')}.`,
        ]
      : []),
    ...(isLarge
      ? ['Advice: take the sub-stream of this camera; a Nest Hub shows at most 1280x720.']
      : []),
    ...(apartS > maxApartS
      ? [
          'Advice: set the I-frame interval (GOP) of this camera to 1-2 s; until a key picture comes a display shows nothing.',
        ]
      : []),
    ...((facts.lostPercent ?? 0) > maxLostPercent
      ? [
          'Advice: look for what loses its pictures before they come (its Wi-Fi, a restreamer, a processor that is too busy), ' +
            'or lower its bit rate; those that refer to a lost one are not shown either.',
        ]
      : []),
    ...(answersAfterS !== null && answersAfterS > readyS
      ? [
          `Advice: keep this camera open (casement camera source <device id> --rtsp - --always-warm); it takes ${answersAfterS} s ` +
            'to answer, and a display that finds it closed shows it at the second try only.',
        ]
      : []),
  ];
}

/** Returns what follows from the pictures; nothing if none came. */
export function factLines({ facts }: Pick<CheckedCamera, 'facts'>): readonly string[] {
  if (facts === null) return [];
  const { width, height, ratePerS, audio, audioNotTaken, transport, clockErrorPercent } = facts;
  const video = [
    `H.264 ${profileWords(facts.profileLevelId)}`,
    `${width}x${height}`,
    ...(ratePerS === null ? [] : [`${counted(ratePerS, 'picture', 'pictures')} a second`]),
    intervalWords(facts),
    bWords[facts.bPictures],
    ...(facts.lostPercent !== null && facts.lostPercent > 0
      ? [`${facts.lostPercent} % of them lost`]
      : []),
    ...(facts.noIdr ? ['no IDR pictures, so not for WebRTC'] : []),
  ];
  const sound =
    audio === null
      ? 'none'
      : `${audioName(audio.codec)}, ${audio.sampleRate} Hz, ${counted(audio.channels, 'channel', 'channels')}`;
  return [
    `Video: ${video.join(', ')}.`,
    `Audio: ${sound}${notTaken(audioNotTaken ?? [])}.`,
    ...(transport === null ? [] : [`Transport: ${transport.toUpperCase()}.`]),
    clockWords(clockErrorPercent),
    ...adviceLines(facts),
  ];
}
