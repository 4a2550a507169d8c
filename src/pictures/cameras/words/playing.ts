/** A camera is the one that is meant, and its pictures cannot be shown. */
import { setUp, type WordsOf } from './words.ts';

export const playing = {
  srtp: {
    what: 'It encrypts its pictures by SRTP, which the bridge does not read.',
    mend: 'Delete ?enableSrtp at the end of its URL (camera source); otherwise switch SRTP off in its settings.',
    brief: setUp,
  },
  'only-h265': {
    what: 'It offers only H.265, which displays cannot show.',
    mend: 'Set the stream to H.264 in its settings, or name another of its streams by camera source.',
    brief: 'Its pictures are in a form that cannot be shown. Set the camera to H.264.',
  },
  'only-mjpeg': {
    what: 'It offers only MJPEG, which displays cannot show.',
    mend: 'Set the stream to H.264 in its settings, or name another of its streams by camera source.',
    brief: 'Its pictures are in a form that cannot be shown. Set the camera to H.264.',
  },
  'no-video': {
    what: 'It offers no H.264 video.',
    mend: 'Set the stream to H.264 in its settings, or name another of its streams by camera source.',
    brief: 'It offers no picture that can be shown. Set the camera to H.264.',
  },
  'b-pictures': {
    what: 'It sends B pictures, which WebRTC cannot show.',
    mend: 'Switch B pictures off in its settings (profile Baseline), or watch by HLS.',
    brief: 'It cannot be shown in this way. Try another kind of display.',
  },
  'no-idr': {
    what: 'It sends no IDR pictures, without which WebRTC cannot begin.',
    mend: 'Switch intra refresh and open GOP off in its settings, or watch by HLS.',
    brief: 'It cannot be shown in this way. Try another kind of display.',
  },
  damaged: {
    what: 'Its pictures come damaged.',
    mend: 'Look for what loses packets on the way: its Wi-Fi, a switch, a restreamer. If it sends by UDP, say camera source with --transport tcp.',
    brief: 'Its pictures come damaged. Check its network.',
  },
  overloaded: {
    what: 'The bridge has no room for it now.',
    mend: 'Lower its bit rate in its settings, or name its sub-stream by camera source; where that is low, close other streams or give the bridge a larger machine.',
    brief: 'The bridge is busy. Try again in a moment.',
  },
} as const satisfies WordsOf;
