/** Our own offer, and the display's answer to it. */
import type { Tracks } from '../../../media/unit.ts';
import { Failure } from '../../../../common/failures.ts';
import { isH264Mode1, receives } from './choose.ts';
import type { Choice, Chosen } from './choose.ts';
import { staticFormats, staticTypes } from '../../../media/sdp/lines.ts';
import type { Description, Format, Section } from '../../../media/sdp/offer-answer.ts';

const constrainedBaseline = '42e01f';

/**
 * Returns what we offer: the stream's own H.264 profile first, Constrained Baseline for displays that name
 * nothing higher yet decode it (Chromium without a hardware decoder), and G.711 where the camera
 * has it. `format` is the one to assume until the answer has come.
 */
export function offeredTracks(tracks: Tracks): Pick<Choice, 'video' | 'audio'> {
  const profiles = new Set([tracks.video.profileLevelId.toLowerCase(), constrainedBaseline]);
  const formats = [...profiles].map((profile, index) => ({
    payloadType: 96 + index,
    rtpmap: 'H264/90000',
    fmtp: `level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=${profile}`,
    feedback: ['nack', 'nack pli', 'ccm fir'],
  }));
  const video = track('video', '0', formats);
  const codec = tracks.audio?.codec;
  if (codec !== 'pcmu' && codec !== 'pcma') return { video };
  const payloadType = staticTypes[codec];
  const rtpmap = staticFormats[payloadType] ?? '';
  return { video, audio: track('audio', '1', [{ payloadType, rtpmap, feedback: [] }]) };
}

function track(kind: 'video' | 'audio', mid: string, formats: readonly Format[]): Chosen {
  const [format] = formats;
  if (!format) throw new Failure('internal', 'nothing to offer');
  const section: Section = {
    kind,
    media: kind,
    proto: 'UDP/TLS/RTP/SAVPF',
    formatWords: formats.map(({ payloadType }) => String(payloadType)),
    mid,
    named: true,
    rejected: false,
    direction: 'sendonly',
    rtcpMux: true,
    formats,
    candidates: [],
  };
  return { section, format };
}

/**
 * Reads what the display takes of our offer.
 * @throws Failure `bad-request` for an answer that is none to our offer, or refuses the picture.
 */
export function readAnswer(answer: Description, offered: Pick<Choice, 'video' | 'audio'>): Choice {
  const find = (chosen: Chosen): Section | undefined =>
    answer.sections.find(({ mid, kind }) => {
      return mid === chosen.section.mid && kind === chosen.section.kind;
    });
  const section = find(offered.video);
  if (!section || !receives(section)) throw refusal('does not take the picture');
  // The first of theirs is what they want to get (RFC 3264 §6.1).
  const format = section.formats
    .filter(isH264Mode1)
    .flatMap(({ payloadType }) =>
      offered.video.section.formats.filter((one) => one.payloadType === payloadType),
    )[0];
  if (!format) throw refusal('names another format than was offered');
  const transport = section.transport;
  if (!transport || transport.setup === 'actpass') throw refusal('has no usable transport');
  const candidates = answer.sections.flatMap((one) => one.candidates);
  const sound = offered.audio && find(offered.audio);
  return {
    video: { section: offered.video.section, format },
    ...(offered.audio && sound && receives(sound) ? { audio: offered.audio } : {}),
    transport,
    candidates: [...new Set(candidates)],
  };
}

function refusal(why: string): Failure {
  return new Failure('bad-request', `the answer ${why}`);
}
