import type { ErrorCode } from '../../../assistants/google/wording/error-code.ts';

/** Why there is no picture, in words for somebody in the kitchen. */
export interface Sorry {
  readonly title: string;
  readonly detail: string;
}

/** Codes that this page finds itself. */
type OwnCode = 'relinkRequired' | 'unreachable' | 'timeout';

/** Total: an errorCode of the bridge without words does not compile. */
const known: Readonly<Record<ErrorCode | OwnCode, Sorry>> = {
  deviceOffline: {
    title: 'This camera is offline',
    detail: 'It does not answer. Check its power and its network, then try again.',
  },
  functionNotSupported: {
    title: 'This camera cannot stream that way',
    detail: 'It does not offer the chosen protocol. Try “Auto”.',
  },
  deviceNotReady: {
    title: 'This camera is not ready',
    detail: 'It is not set up right. Ask whoever runs this bridge.',
  },
  securityRestriction: {
    title: 'This camera is not shown, for safety',
    detail: 'It may not be the camera it was. Ask whoever runs this bridge.',
  },
  deviceBusy: {
    title: 'This camera is busy',
    detail: 'Somebody else is watching it, and it serves one only. Try again later.',
  },
  deviceNotFound: {
    title: 'This camera is not here',
    detail: 'It was removed, or it never belonged to this home.',
  },
  authFailure: {
    title: 'This home may not watch that camera',
    detail: 'Ask whoever owns it to share it again.',
  },
  relinkRequired: {
    title: 'This display is no longer linked',
    detail:
      'It was unlinked, the password was changed, or the bridge was started anew. Link it again to see your cameras.',
  },
  transientError: {
    title: 'The bridge is busy',
    detail: 'It cannot answer just now. Try again in a moment.',
  },
  hardError: {
    title: 'Something went wrong in the bridge',
    detail: 'Waiting does not mend it. Ask whoever runs this bridge to look into its log.',
  },
  protocolError: {
    title: 'The bridge could not read what was asked',
    detail: 'Load this page anew. If it happens again, tell whoever runs this bridge.',
  },
  resourceUnavailable: {
    title: 'Too many streams at once',
    detail: 'Close the camera on another display, then try again.',
  },
  unreachable: {
    title: 'The bridge cannot be reached',
    detail: 'Check that it is running and that this display is online.',
  },
  streamUnavailable: {
    title: 'There is no stream of this camera',
    detail: 'It stopped sending, its address changed, or access to it was withdrawn or suspended.',
  },
  streamUnplayable: {
    title: 'This browser cannot play the stream',
    detail: 'Try the other protocol.',
  },
  timeout: {
    title: 'No picture came',
    detail: 'The camera was opened, but nothing arrived in time.',
  },
};

/** Titles for when the bridge itself says why a camera shows nothing. */
const explained: ReadonlyMap<string, string> = new Map([
  ['deviceOffline', 'This camera is offline'],
  ['streamUnavailable', 'This camera shows no picture'],
  ['streamUnplayable', 'This camera cannot be shown'],
]);

// `constructor` is in every object.
const isKnown = (code: string): code is keyof typeof known => Object.hasOwn(known, code);

/**
 * Returns the text for a Google errorCode or one of this page's own; unknown codes are named. `why`: the
 * bridge's own words.
 */
export function sorry(code: string, why?: string): Sorry {
  const unknown = { title: 'No picture', detail: `The bridge answered “${code}”.` };
  const words = isKnown(code) ? known[code] : unknown;
  return why === undefined ? words : { title: explained.get(code) ?? words.title, detail: why };
}
