/** Each reason in words: a sentence and the likeliest mend for the operator, and less for who stands before a display. */
import type { Reason, ReasonCode } from './reason.ts';

export interface ReasonWords {
  /** What is wrong, one sentence. */
  readonly what: string;
  /** What mends it most often, one sentence or two; for the operator. */
  readonly mend: string;
  /**
   * For the person before a display or on the account page: nothing of addresses, keys, log-ins or other
   * accounts.
   */
  readonly brief: string;
}

const askOperator = 'Ask whoever runs this bridge to look at it.';
const setUp = `It is not set up right. ${askOperator}`;
const checkPower = 'Check its power and its network, then try again.';
const another = `It is not shown for safety, as it may not be the camera it was. ${askOperator}`;
const repin =
  'If it was replaced or set up anew, say camera repin; if not, correct its URL by camera source.';

/** A camera may show something all the same: by jerks, or between one connection and the next. */
const mayShow: ReadonlySet<ReasonCode> = new Set([
  'damaged',
  'overloaded',
  'closed',
  'one-connection',
]);

/** What a camera of that reason does, before the words that say why. */
export const showsHow = ({ code }: Reason): string =>
  mayShow.has(code) ? 'shows little or nothing' : 'shows nothing';

/** Total: a reason without words does not compile. */
export function reasonWords(reason: Reason): ReasonWords {
  switch (reason.code) {
    case 'name-not-found':
      return {
        what: 'Its host name leads nowhere.',
        mend: 'Check how the name is spelt and whether the network knows it, or give its address by camera source.',
        brief: `Its name is not found on the network. ${checkPower} If it is new, its name may be misspelt.`,
      };
    case 'name-unanswered':
      return {
        what: 'No name server answers for its host name.',
        mend: 'Check the name server of the bridge’s network, or give the camera’s address by camera source.',
        brief: 'It cannot be found on the network just now. Try again in a moment.',
      };
    case 'no-route':
      return {
        what: 'There is no way to its address.',
        mend: 'Check its power, and that the bridge is in its network or has a route there.',
        brief: `It cannot be reached. ${checkPower}`,
      };
    case 'refused':
      return {
        what: 'Nothing listens at its port.',
        mend: 'Switch on RTSP in its settings, or correct the port by camera source.',
        brief: 'It refuses the connection. It may be starting: try again in a minute.',
      };
    case 'timed-out':
      return {
        what: 'It does not answer in time.',
        mend: 'Check its power, its network and any firewall between it and the bridge.',
        brief: `It does not answer. ${checkPower}`,
      };
    case 'unreachable':
      return {
        what: 'The connection to it fails.',
        mend: 'Check its power, its network and the port in its URL.',
        brief: `It cannot be reached. ${checkPower}`,
      };
    case 'closed':
      return {
        what: 'It ends the connection.',
        mend: 'Check that port and scheme of its URL are the right ones, and that it has a connection to spare.',
        brief: 'It ended the connection. Try again in a moment.',
      };
    case 'silent':
      return {
        what: 'It says that it plays, and sends no picture.',
        mend: 'Start it anew; if it sends by UDP, say camera source with --transport tcp.',
        brief: 'It sends no picture. Switch it off and on again.',
      };
    case 'certificate':
      return {
        what: 'Nobody vouches for its TLS key.',
        mend: 'Compare its key with the one the camera shows, and confirm it by camera confirm.',
        brief: setUp,
      };
    case 'expired':
      return {
        what: 'Its certificate has run out, or is not trusted any more.',
        mend: 'Renew its certificate, or confirm its key by camera confirm.',
        brief: setUp,
      };
    case 'other-key':
      return {
        what: 'It has another TLS key than the one that is bound.',
        mend: repin,
        brief: another,
      };
    case 'tls-too-old':
      return {
        what: 'It speaks only versions of TLS that are not safe any more.',
        mend: 'Update its firmware, or use its rtsp:// (http://) URL within a network you trust.',
        brief: setUp,
      };
    case 'tls-failed':
      return {
        what: 'No TLS connection with it comes about.',
        mend: 'Check the port: what listens there may not speak TLS. Otherwise use rtsp:// (http://) in its URL.',
        brief: setUp,
      };
    case 'srtp':
      return {
        what: 'It encrypts its pictures by SRTP, which the bridge does not read.',
        mend: 'Delete ?enableSrtp at the end of its URL (camera source); otherwise switch SRTP off in its settings.',
        brief: setUp,
      };
    case 'wrong-password':
      return {
        what: 'It refuses this user or password.',
        mend: 'Give the right ones by camera source; some cameras have accounts of their own for RTSP.',
        brief: `It does not let the bridge in. ${askOperator}`,
      };
    case 'password-missing':
      return {
        what: 'It asks for a user and a password, and its URL has none.',
        mend: 'Give the URL with them by camera source --rtsp -.',
        brief: `It does not let the bridge in. ${askOperator}`,
      };
    case 'no-such-stream':
      return {
        what: 'It answers, but has nothing at this path.',
        mend: 'Look up the path of its stream in its manual, and correct it by camera source.',
        brief: setUp,
      };
    case 'only-h265':
      return {
        what: 'It offers only H.265, which displays cannot show.',
        mend: 'Set the stream to H.264 in its settings, or name another of its streams by camera source.',
        brief: 'Its pictures are in a form that cannot be shown. Set the camera to H.264.',
      };
    case 'only-mjpeg':
      return {
        what: 'It offers only MJPEG, which displays cannot show.',
        mend: 'Set the stream to H.264 in its settings, or name another of its streams by camera source.',
        brief: 'Its pictures are in a form that cannot be shown. Set the camera to H.264.',
      };
    case 'no-video':
      return {
        what: 'It offers no H.264 video.',
        mend: 'Set the stream to H.264 in its settings, or name another of its streams by camera source.',
        brief: 'It offers no picture that can be shown. Set the camera to H.264.',
      };
    case 'b-pictures':
      return {
        what: 'It sends B pictures, which WebRTC cannot show.',
        mend: 'Switch B pictures off in its settings (profile Baseline), or watch by HLS.',
        brief: 'It cannot be shown in this way. Try another kind of display.',
      };
    case 'no-idr':
      return {
        what: 'It sends no IDR pictures, without which WebRTC cannot begin.',
        mend: 'Switch intra refresh and open GOP off in its settings, or watch by HLS.',
        brief: 'It cannot be shown in this way. Try another kind of display.',
      };
    case 'no-transport':
      return {
        what: 'It sends its pictures in no way that the bridge can take.',
        mend: 'Try camera source with --transport tcp or --transport udp.',
        brief: setUp,
      };
    case 'one-connection':
      return {
        what: 'It takes only one connection, and somebody else has it.',
        mend: 'Close the other program that watches it, or let that one have the stream from elsewhere.',
        brief: 'Somebody else is watching it, and it serves one only. Try again later.',
      };
    case 'another-camera':
      return {
        what: 'Another camera answers there than the one that is pinned.',
        mend: repin,
        brief: another,
      };
    case 'not-yet-bound':
      return {
        what: 'It plays, but what answered could not be written down yet, and is not shown before.',
        mend: 'Look into the log for what is wrong with the data folder, and try again.',
        brief: `It cannot be shown yet. Try again in a moment.`,
      };
    case 'unverified':
      return {
        what: 'It could not be found out whether it is the camera that is pinned.',
        mend: 'Look into the log for what is wrong with the data folder, and try again.',
        brief: 'It cannot be shown just now. Try again in a moment.',
      };
    case 'led-elsewhere':
      return {
        what: 'It sends the bridge on to another address, which is not followed.',
        mend: 'Give the URL it leads to by camera source, if that is meant.',
        brief: another,
      };
    case 'new-address':
      return {
        what: 'Its name leads to another address, and nothing there proves that it is the same camera.',
        mend: repin,
        brief: another,
      };
    case 'other-log-in':
      return {
        what: 'It asks for the password of another log-in than before.',
        mend: repin,
        brief: another,
      };
    case 'weaker-log-in':
      return {
        what: 'It asks for its password in a weaker way than before.',
        mend: repin,
        brief: another,
      };
    case 'other-owner':
      return {
        what: 'Another account has this camera.',
        mend: 'Share it (camera share) or give it over (camera transfer), and remove one of the two.',
        brief: setUp,
      };
    case 'same-serial':
      return {
        what: 'Another account has the camera of this serial number, and its make is called unique.',
        mend: 'Share that one instead; if the make repeats its serial numbers, say make repeats.',
        brief: setUp,
      };
    case 'onvif-silent':
      return {
        what: 'Its ONVIF service does not answer.',
        mend: 'Switch ONVIF on in its settings, correct its --onvif URL by camera source, or leave it out.',
        brief: setUp,
      };
    case 'onvif-password':
      return {
        what: 'Its ONVIF service refuses this user or password.',
        mend: 'Make an ONVIF user in its settings, and give it in the --onvif URL by camera source.',
        brief: setUp,
      };
    case 'onvif-refused':
      return {
        what: 'Its ONVIF service does not say which device it is.',
        mend: 'Correct its --onvif URL by camera source (often /onvif/device_service), or leave it out.',
        brief: setUp,
      };
    case 'malformed':
      return {
        what: 'It answers, but cannot be understood.',
        mend: 'Check that its URL names a camera’s stream, and update its firmware.',
        brief: setUp,
      };
    case 'damaged':
      return {
        what: 'Its pictures come damaged.',
        mend: 'Look for what loses packets on the way: its Wi-Fi, a switch, a restreamer. If it sends by UDP, say camera source with --transport tcp.',
        brief: 'Its pictures come damaged. Check its network.',
      };
    case 'overloaded':
      return {
        what: 'The bridge has no room for it now.',
        mend: 'Lower its bit rate in its settings, or name its sub-stream by camera source; where that is low, close other streams or give the bridge a larger machine.',
        brief: 'The bridge is busy. Try again in a moment.',
      };
    case 'bad-address':
      return {
        what: 'What stands in its row is no URL of a camera.',
        mend: 'Give its URL by camera source.',
        brief: setUp,
      };
    case 'internal':
      return {
        what: 'The bridge made a mistake.',
        mend: 'Look into its log and report it.',
        brief: `Something went wrong in the bridge. ${askOperator}`,
      };
    case 'no-key-picture':
      return {
        what: `No key picture for ${reason.seconds} s.`,
        mend: 'Set the key picture interval (I-frame interval, GOP) in its settings to 1 or 2 seconds.',
        brief: 'Its picture takes long to begin. Try again in a moment.',
      };
    case 'status':
      return {
        what: `It answers, but refuses what is asked of it, with status ${reason.status}.`,
        mend: 'Check the path of its URL, and start the camera anew.',
        brief: `It does not give its picture. ${checkPower}`,
      };
  }
}
