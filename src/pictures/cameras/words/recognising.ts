/** A camera is reached, and does not prove to be the one that is meant; or the bridge does not prove itself to it. */
import { another, askOperator, repin, setUp, type WordsOf } from './words.ts';

export const recognising = {
  certificate: {
    what: 'Nobody vouches for its TLS key.',
    mend: 'Compare its key with the one the camera shows, and confirm it by camera confirm.',
    brief: setUp,
  },
  expired: {
    what: 'Its certificate has run out, or is not trusted any more.',
    mend: 'Renew its certificate, or confirm its key by camera confirm.',
    brief: setUp,
  },
  'other-key': {
    what: 'It has another TLS key than the one that is bound.',
    mend: repin,
    brief: another,
  },
  'wrong-password': {
    what: 'It refuses this user or password.',
    mend: 'Give the right ones by camera source; some cameras have accounts of their own for RTSP.',
    brief: `It does not let the bridge in. ${askOperator}`,
  },
  'password-missing': {
    what: 'It asks for a user and a password, and its URL has none.',
    mend: 'Give the URL with them by camera source --rtsp -.',
    brief: `It does not let the bridge in. ${askOperator}`,
  },
  'another-camera': {
    what: 'Another camera answers there than the one that is pinned.',
    mend: repin,
    brief: another,
  },
  'not-yet-bound': {
    what: 'It plays, but what answered could not be written down yet, and is not shown before.',
    mend: 'Look into the log for what is wrong with the data folder, and try again.',
    brief: `It cannot be shown yet. Try again in a moment.`,
  },
  unverified: {
    what: 'It could not be found out whether it is the camera that is pinned.',
    mend: 'Look into the log for what is wrong with the data folder, and try again.',
    brief: 'It cannot be shown just now. Try again in a moment.',
  },
  'led-elsewhere': {
    what: 'It sends the bridge on to another address, which is not followed.',
    mend: 'Give the URL it leads to by camera source, if that is meant.',
    brief: another,
  },
  'new-address': {
    what: 'Its name leads to another address, and nothing there proves that it is the same camera.',
    mend: repin,
    brief: another,
  },
  'other-log-in': {
    what: 'It asks for the password of another log-in than before.',
    mend: repin,
    brief: another,
  },
  'weaker-log-in': {
    what: 'It asks for its password in a weaker way than before.',
    mend: repin,
    brief: another,
  },
  'other-owner': {
    what: 'Another account has this camera.',
    mend: 'Share it (camera share) or give it over (camera transfer), and remove one of the two.',
    brief: setUp,
  },
  'same-serial': {
    what: 'Another account has the camera of this serial number, and its make is called unique.',
    mend: 'Share that one instead; if the make repeats its serial numbers, say make repeats.',
    brief: setUp,
  },
  'onvif-silent': {
    what: 'Its ONVIF service does not answer.',
    mend: 'Switch ONVIF on in its settings, correct its --onvif URL by camera source, or leave it out.',
    brief: setUp,
  },
  'onvif-password': {
    what: 'Its ONVIF service refuses this user or password.',
    mend: 'Make an ONVIF user in its settings, and give it in the --onvif URL by camera source.',
    brief: setUp,
  },
  'onvif-refused': {
    what: 'Its ONVIF service does not say which device it is.',
    mend: 'Correct its --onvif URL by camera source (often /onvif/device_service), or leave it out.',
    brief: setUp,
  },
} as const satisfies WordsOf;
