/** What a camera says of itself in DESCRIBE (RFC 4566, RFC 6184 §8.2, RFC 3640 §4.1). */
import type { Behaviour } from './behaviour.ts';
import { profileLevelId } from '../../pictures/media/h264/sps.ts';
import type { Clip } from '../clips/clip.ts';

/** Dynamic payload types; PCMU has its own (RFC 3551 §6). */
export const payloadTypes = { video: 96, aac: 97, pcmu: 0 } as const;

export const trackNames = { video: 'trackID=0', audio: 'trackID=1' } as const;

/** `url` is the presentation's, without a slash at its end. */
export function sdpOf(clip: Clip, behaviour: Behaviour, url: string): string {
  const control = (name: string): string =>
    `a=control:${behaviour.control === 'absolute' ? `${url}/${name}` : name}`;
  const { sps, pps } = clip.video;
  const sets =
    behaviour.parameterSets === 'in-band'
      ? ''
      : `;sprop-parameter-sets=${sps.toString('base64')},${pps.toString('base64')}`;
  const lines = ['v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=Camera', 'c=IN IP4 0.0.0.0', 't=0 0'];
  if (behaviour.sessionControl === 'star') lines.push('a=control:*');
  if (behaviour.sessionControl === 'absolute') lines.push(`a=control:${url}/`);
  lines.push(
    `m=video 0 RTP/AVP ${payloadTypes.video}`,
    `a=rtpmap:${payloadTypes.video} ${behaviour.encoding}/90000`,
    `a=fmtp:${payloadTypes.video} packetization-mode=1;profile-level-id=${profileLevelId(sps)}${sets}`,
    `a=framerate:${clip.fps}`,
    control(trackNames.video),
  );
  if (clip.audio?.codec === 'pcmu') {
    lines.push(
      `m=audio 0 RTP/AVP ${payloadTypes.pcmu}`,
      `a=rtpmap:${payloadTypes.pcmu} PCMU/8000`,
      control(trackNames.audio),
    );
  }
  if (clip.audio?.codec === 'aac') {
    const { sampleRate, channels, config } = clip.audio;
    lines.push(
      `m=audio 0 RTP/AVP ${payloadTypes.aac}`,
      `a=rtpmap:${payloadTypes.aac} mpeg4-generic/${sampleRate}/${channels}`,
      `a=fmtp:${payloadTypes.aac} streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;` +
        `indexlength=3;indexdeltalength=3;config=${config?.toString('hex') ?? ''}`,
      control(trackNames.audio),
    );
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** The Content-Base header, when the camera sends one. */
export function contentBase(behaviour: Behaviour, url: string): [string, string][] {
  if (behaviour.contentBase === 'none') return [];
  return [['Content-Base', behaviour.contentBase === 'slash' ? `${url}/` : url]];
}
