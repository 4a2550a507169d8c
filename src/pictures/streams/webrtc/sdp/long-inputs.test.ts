/**
 * What a display offers at length costs as much as it is long, and no more.
 *
 * @takes 9 s
 * @computes
 */
import { describe, expect, jest, test } from '@jest/globals';
import { growthOf } from '../../../../workshop/testing/growth.ts';
import { calledCandidates } from '../called.ts';
import { parseDescription } from '../../../media/sdp/offer-answer.ts';

jest.setTimeout(120_000);

/** Eight times as long may cost sixteen times as much; what is quadratic costs sixty-four times. */
const [factor, most] = [8, 24];
const longest = 60_000;

function tried(work: () => unknown): void {
  try {
    work();
  } catch {
    // Refused is as good as taken.
  }
}

const head = 'v=0\nm=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99 100 101 102 103\n';

describe('what a display offers at length costs as much as it is long', () => {
  test.each([
    'a=rtcp-fb:* nack\n',
    'a=rtpmap:96 H264/90000\n',
    'a=fmtp:96 a=b;\n',
    'a=candidate:1 1 udp 1 1.2.3.4 5 typ host\n',
    'a=fingerprint:sha-256 AA:AA:\n',
    'm=audio 9 A 0\n',
    'a=ice-ufrag:++++',
    '\r',
    'm=a 1 A a ',
    'AA:',
    ' ',
  ])('%j', (part) => {
    for (const start of [head, 'v=0\na=fingerprint:sha-256 AA', 'v=0\nm=video 9 A ']) {
      const of = (length: number) => {
        const text = start + part.repeat(Math.floor((length - start.length) / part.length));
        return () => tried(() => parseDescription(text));
      };
      expect(growthOf(of, longest / factor, factor)).toBeLessThan(most);
    }
  });

  test.each(['1', '1.', 'a:', ' '])('candidates of %j', (part) => {
    const of = (length: number) => {
      const text = `candidate:1 1 udp ${part.repeat(Math.floor(length / part.length))}`;
      return () => void calledCandidates([text, `${text} typ host`], 6);
    };
    expect(growthOf(of, longest / factor, factor)).toBeLessThan(most);
  });
});
