/**
 * What a camera says at length costs as much as it is long, and no more.
 *
 * @takes 9 s
 * @computes
 */
import { describe, expect, jest, test } from '@jest/globals';
import { likenessOf } from './origin/likeness.ts';
import { hasLogin, spellPath } from '../../wall/partitions/place.ts';
import { growthOf } from '../../workshop/testing/growth.ts';
import { createAuthorizer } from './authorizer.ts';
import { readAnswer } from './onvif/answer.ts';
import { namesStream } from './onvif/names-stream.ts';
import { Framing } from './rtsp/framing.ts';
import { namedPlaces } from './rtsp/named-places.ts';
import { parseSdp } from './rtsp/read-sdp.ts';
import { parseTransport } from './rtsp/transport-header.ts';

jest.setTimeout(120_000);

/** Eight times as long may cost sixteen times as much; what is quadratic costs sixty-four times. */
const [factor, most] = [8, 24];

const fill = (part: string, length: number): string =>
  part.repeat(Math.ceil(length / part.length)).slice(0, length);

/** Whatever comes of it, an error too. */
function tried(work: () => unknown): void {
  try {
    work();
  } catch {
    // Refused is as good as taken.
  }
}

const challenge = (value: string): void => {
  const choose = (): never => {
    throw new Error('none is chosen');
  };
  createAuthorizer({ user: 'u', password: 'p' }, choose).challenge([value]);
};

/** As it comes while a camera plays: after the first frame that was expected, noise is looked past. */
function framing(): Framing {
  const made = new Framing({
    message: () => undefined,
    frame: () => undefined,
    expects: (channel) => channel === 0,
  });
  made.push(Buffer.concat([Buffer.from([0x24, 0, 0, 12]), Buffer.alloc(12)]));
  return made;
}

const soap = (inner: string): string =>
  `<e:Envelope xmlns:e="e"><e:Body><GetDeviceInformationResponse>${inner}</GetDeviceInformationResponse></e:Body></e:Envelope>`;

/** The longest of each is what the place where it comes in lets through. */
const parsers: readonly (readonly [string, number, (length: number) => () => void])[] = [
  ...['A', 'a=', 'a="', 'a = ', 'a="\\"', 'Digest a="b", ', '" ', 'a  '].map(
    (part) =>
      [
        `a challenge of ${JSON.stringify(part)}`,
        4_096,
        (length: number) => () => challenge(`Digest ${fill(part, length - 7)}`),
      ] as const,
  ),
  ...['a=fmtp:96 a=b\n', 'a=rtpmap:96 H264/90000\n', '\n', 'a=', ' ', ':', 'm=video '].map(
    (part) =>
      [
        `an SDP of ${JSON.stringify(part)}`,
        60_000,
        (length: number) => () => tried(() => parseSdp(`v=0\n${fill(part, length)}`)),
      ] as const,
  ),
  ...['$', '$R', '$RTSP/', 'x$', 'RTSP/1', 'x'].map(
    (part) =>
      [
        `noise of ${JSON.stringify(part)} between frames`,
        65_000,
        (length: number) => {
          const noise = Buffer.from(fill(part, length), 'latin1');
          return () => tried(() => framing().push(Buffer.concat([Buffer.from('x'), noise])));
        },
      ] as const,
  ),
  ...['RTSP/1.0 200 \n\n', 'RTSP/1.0 200 \r\n\r\n', 'OPTIONS * RTSP/1.0\r\n\r\n'].map(
    (part) =>
      [
        `messages of ${JSON.stringify(part)}`,
        65_000,
        (length: number) => {
          const bytes = Buffer.from(part.repeat(Math.floor(length / part.length)));
          return () => framing().push(bytes);
        },
      ] as const,
  ),
  ...[' a\n', ' \n', 'a:\n', 'a: b\n'].map(
    (part) =>
      [
        `a head of ${JSON.stringify(part)}`,
        16_000,
        (length: number) => () =>
          tried(() =>
            framing().push(Buffer.from(`RTSP/1.0 200 OK\na: b\n${fill(part, length - 30)}\n\n`)),
          ),
      ] as const,
  ),
  [
    'a body that comes byte by byte',
    60_000,
    (length) => {
      const head = Buffer.from(`RTSP/1.0 200 OK\r\nContent-Length: ${length}\r\n\r\n`);
      const bytes = Array.from({ length }, () => Buffer.from('a'));
      return () => {
        const made = framing();
        made.push(head);
        for (const byte of bytes) made.push(byte);
      };
    },
  ],
  ...[';', 'ssrc = ', 'interleaved=', 'a='].map(
    (part) =>
      [
        `a Transport of ${JSON.stringify(part)}`,
        16_000,
        (length: number) => () => void parseTransport(`RTP/AVP;${fill(part, length)}`, ''),
      ] as const,
  ),
  ...['=', 'a=&', 'token=profile', '%3d', '%2f', '?', '/', '%'].map(
    (part) =>
      [
        `a path of ${JSON.stringify(part)}`,
        16_000,
        (length: number) => () => {
          const path = `/x?token=a${fill(part, length)}x`;
          spellPath(path);
          hasLogin({ pathname: '/', search: path });
        },
      ] as const,
  ),
  ...['/', '&', 'a=b&', '?'].map(
    (part) =>
      [
        `a stream of ONVIF of ${JSON.stringify(part)}`,
        60_000,
        (length: number) => () => void namesStream(`/cam?${fill(part, length)}x`, '/cam?a=b'),
      ] as const,
  ),
  [
    'a stream of ONVIF of slashes',
    60_000,
    (length) => () => void namesStream(`${fill('/', length)}x`, '/cam'),
  ],
  ...['=', '/', '?', '%2f', '&'].map(
    (part) =>
      [
        `a control of ${JSON.stringify(part)}`,
        2_048,
        (length: number) => () => tried(() => namedPlaces('/cam', `/cam?a${fill(part, length)}`)),
      ] as const,
  ),
  ...['a.', 'a', '1.', '/1', ' ', '\u0301'].map(
    (part) =>
      [
        `a Server header of ${JSON.stringify(part)}`,
        16_000,
        (length: number) => () => void likenessOf({ server: fill(part, length) }),
      ] as const,
  ),
  ...['<a/>', '<a>', '&amp;', 'a', '<a b="c"/>', '<!--a-->', '<![CDATA[', ' '].map(
    (part) =>
      [
        `an ONVIF answer of ${JSON.stringify(part)}`,
        60_000,
        (length: number) => () =>
          tried(() => {
            const said = readAnswer('GetDeviceInformation', soap(fill(part, length)));
            said.text('Model');
            said.attributes('a', 'b');
          }),
      ] as const,
  ),
];

describe('what a camera says at length costs as much as it is long', () => {
  test.each(parsers)('%s', (_, longest, of) => {
    expect(growthOf(of, Math.floor(longest / factor), factor)).toBeLessThan(most);
  });
});
