/**
 * Why a camera shows no picture: a closed list in our own words. Nothing in a reason was sent by a camera, and
 * none names an address or holds a secret. `reason-of.ts` finds the reason of an error, `reason-words.ts` words it.
 */

/** Reasons that say everything by their name. */
const plain = [
  'name-not-found', // its host name has no address
  'name-unanswered', // no name server says whether it has one
  'no-route', // there is no way to its address
  'refused', // nothing listens at its port
  'timed-out', // no answer in time
  'unreachable', // the connection failed in any other way
  'closed', // it ended the connection
  'silent', // it plays, and sends nothing
  'certificate', // nobody vouches for its TLS key, and it was not confirmed
  'expired', // its key is the bound one, but the authorities do not vouch for it any more
  'other-key', // it has another TLS key than the bound one
  'tls-too-old', // it speaks no version of TLS that is still safe
  'tls-failed', // it does not speak TLS at all, or no cipher that we know
  'srtp', // it encrypts its media, because its URL says `?enableSrtp` or by itself
  'wrong-password',
  'password-missing', // it asks for one, and its URL has none
  'no-such-stream', // nothing at this path
  'only-h265',
  'only-mjpeg',
  'no-video', // no video of a kind that can be shown
  'b-pictures', // shown in another order than sent, which WebRTC cannot
  'no-idr', // its pictures begin anew only bit by bit, where WebRTC cannot begin
  'no-transport', // it sends in no way that we could take
  'one-connection', // it takes one connection, and somebody else has it
  'another-camera', // not the one that is pinned
  'not-yet-bound', // it plays, but what answered could not be written down
  'unverified', // whether it is the pinned one could not be found out
  'led-elsewhere', // it sends us to another scheme, host or port, or in circles
  'new-address', // its name leads to another address, and nothing shows that it is the same camera
  'other-log-in', // it asks for a password under another name, or where none was asked for
  'weaker-log-in', // it asks for its password in a weaker way than before
  'other-owner', // another account has this camera
  'same-serial', // another account has the camera of this serial number
  'onvif-silent', // its ONVIF service does not answer
  'onvif-password', // its ONVIF service refuses user or password
  'onvif-refused', // its ONVIF service does not say which device it is
  'malformed', // it broke the protocol or a limit
  'damaged', // pictures come, none or less than half of them whole
  'overloaded', // the bridge has no room for it now
  'bad-address', // what stands in its row is no URL of a camera
  'internal', // a mistake of ours
] as const;

/** Without a reason's further facts: few and known, so that a metric may bear it. */
export const reasonCodes = [...plain, 'no-key-picture', 'status'] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export type Reason =
  | { readonly code: (typeof plain)[number] }
  | {
      readonly code: 'no-key-picture';
      /** Pictures have come for so long. */ readonly seconds: number;
    }
  | { readonly code: 'status'; /** Of RTSP or HTTP, 100 to 999. */ readonly status: number };

/** Whether two say the same; another duration does not make another reason. */
export function sameReason(one: Reason, other: Reason): boolean {
  return (
    one.code === other.code &&
    (one.code !== 'status' || other.code !== 'status' || one.status === other.status)
  );
}
