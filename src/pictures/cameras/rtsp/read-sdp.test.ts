import { describe, expect, jest, test } from '@jest/globals';
import { RtspFault } from './fault.ts';
import { limits } from '../../media/limits.ts';
import { planMedia } from './media-plan.ts';
import { controlUri, parseSdp } from './read-sdp.ts';

const camera = [
  'v=0',
  'o=- 1 1 IN IP4 0.0.0.0',
  's=Media Session',
  'a=control:*',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  'a=fmtp:96 packetization-mode=1; profile-level-id=4d001f;sprop-parameter-sets=Z00A,aO48gA==',
  'a=control:trackID=1',
  'm=audio 0 RTP/AVP 97 0',
  'a=rtpmap:97 mpeg4-generic/16000/1',
  'a=fmtp:97 streamtype=5;mode=AAC-hbr;config=1408;SizeLength=13;IndexLength=3;IndexDeltaLength=3',
  'a=control:trackID=2',
  'm=application 0 RTP/AVP 107',
  'a=rtpmap:107 vnd.onvif.metadata/90000',
].join('\r\n');

describe('SDP', () => {
  test('of a camera', () => {
    const description = parseSdp(camera);
    expect(description.control).toBe('*');
    expect(description.media.map(({ kind, control }) => [kind, control])).toEqual([
      ['video', 'trackID=1'],
      ['audio', 'trackID=2'],
    ]);
    const plan = planMedia(description);
    expect(plan.video.format.parameters.get('sprop-parameter-sets')).toBe('Z00A,aO48gA==');
    expect(plan.audio?.track).toEqual({
      codec: 'aac',
      sampleRate: 16_000,
      channels: 1,
      config: Uint8Array.from([0x14, 0x08]),
    });
    expect(plan.audio?.aac).toEqual({
      sizes: { size: 13, index: 3, indexDelta: 3 },
      frameTicks: 1_024,
    });
  });

  test.each([
    ['a=rtpmap: 96 H264/90000'],
    ['a=rtpmap:96\tH264/90000'],
    ['a=rtpmap:96 H264'],
    ['a=rtpmap:96 H264/90000;'],
    ['  a=rtpmap:96 h264/90000  '],
  ])('blanks and what is left out are no hindrance: %j', (line) => {
    const text = camera.replace('a=rtpmap:96 H264/90000', line);
    expect(planMedia(parseSdp(text)).video.format).toMatchObject({
      encoding: 'H264',
      clockRate: 90_000,
    });
  });

  test('sound of which the rate is not told is left out', () => {
    const text = camera.replace('97 0', '97').replace('mpeg4-generic/16000/1', 'mpeg4-generic');
    expect(planMedia(parseSdp(text)).audio).toBeUndefined();
  });

  test('the first audio we can hand on is taken, without a rtpmap too', () => {
    const g711 = (types: string): string =>
      camera.replace(/m=audio 0 RTP\/AVP 97 0\r\na=rtpmap:97 [^\r]*/, `m=audio 0 RTP/AVP ${types}`);
    expect(planMedia(parseSdp(g711('97 0'))).audio?.track.codec).toBe('pcmu');
    expect(planMedia(parseSdp(g711('8'))).audio?.track.codec).toBe('pcma');
    expect(planMedia(parseSdp(g711('97'))).audio).toBeUndefined();
  });

  test('AAC that is none we know is left out', () => {
    for (const config of ['', '0000', 'zz', '14', '1400', '2C08', '1408'.repeat(40)]) {
      const text = camera.replace('config=1408', `config=${config}`).replace('97 0', '97');
      expect(planMedia(parseSdp(text)).audio).toBeUndefined();
    }
    expect(
      planMedia(parseSdp(camera.replace('SizeLength=13', 'SizeLength=99'))).audio?.track.codec,
    ).toBe('pcmu');
  });

  test('a stream towards the camera is not taken', () => {
    expect(
      planMedia(parseSdp(camera.replace('a=control:trackID=2', 'a=sendonly'))).audio,
    ).toBeUndefined();
  });

  test('a camera without H.264 is unsupported', () => {
    for (const text of ['', camera.replace('H264', 'H265'), camera.replace('mode=1', 'mode=2')]) {
      expect(() => planMedia(parseSdp(text))).toThrow(RtspFault);
    }
  });

  test('more streams than anybody has are refused', () => {
    expect(() => parseSdp(camera + '\r\nm=video 0 RTP/AVP 96'.repeat(limits.mediaLines))).toThrow(
      RtspFault,
    );
  });

  test('more lines than anybody has are refused', () => {
    expect(() => parseSdp(`${camera}${'\n'.repeat(limits.sdpLines)}`)).toThrow(RtspFault);
    expect(parseSdp(`${camera}${'\n'.repeat(limits.sdpLines - 30)}`).media).toHaveLength(2);
  });

  test('of many payload types the first are taken, each once', () => {
    const types = [96, 96, ...Array.from({ length: 40 }, (_, at) => 64 + at)].join(' ');
    const [video] = parseSdp(camera.replace('RTP/AVP 96', `RTP/AVP ${types}`)).media;
    expect(video?.payloadTypes).toHaveLength(limits.payloadTypes - 1);
  });

  test('each line of it is read once, however many streams and types are explained by it', () => {
    const types = Array.from({ length: 32 }, (_, at) => 96 + at).join(' ');
    const streams = `\nm=video 0 RTP/AVP ${types}`.repeat(limits.mediaLines);
    for (const line of ['a=x', 'a=fmtp:96 a=b;', `a=fmtp:96 ${'a=b;'.repeat(10)}`]) {
      const text = `v=0${`\n${line}`.repeat(1_000)}${streams}`;
      const split = jest.spyOn(String.prototype, 'split');
      const { media } = parseSdp(text);
      const read = split.mock.contexts.reduce<number>((sum, of) => sum + String(of).length, 0);
      split.mockRestore();
      expect(media).toHaveLength(limits.mediaLines);
      expect(read).toBeLessThan(5 * text.length);
    }
  });

  test('a=control is appended, as cameras mean it', () => {
    expect(controlUri('rtsp://h/a', '')).toBe('rtsp://h/a');
    expect(controlUri('rtsp://h/a', '*')).toBe('rtsp://h/a');
    expect(controlUri('rtsp://h/a', 'trackID=1')).toBe('rtsp://h/a/trackID=1');
    expect(controlUri('rtsp://h/a/', 'trackID=1')).toBe('rtsp://h/a/trackID=1');
    expect(controlUri('rtsp://h/a?b=c', '/t')).toBe('rtsp://h/a?b=c/t');
    expect(controlUri('rtsp://h/a', 'rtsp://h/x/1')).toBe('rtsp://h/x/1');
  });
});

describe('an SDP that is a little wrong', () => {
  const sprop = /a=fmtp:96 [^\r]*\r\n/.exec(camera)?.[0] ?? '';
  const spropOf = (text: string): string | undefined =>
    planMedia(parseSdp(text)).video.format.parameters.get('sprop-parameter-sets');

  test('video marked a=sendonly is taken', () => {
    const marked = camera.replace('a=control:trackID=1', 'a=sendonly\r\na=control:trackID=1');
    expect(planMedia(parseSdp(marked)).video.media.control).toBe('trackID=1');
  });

  test('what explains a payload type may stand in another section', () => {
    const bare = camera.replace(sprop, '');
    expect(spropOf(bare)).toBeUndefined();
    for (const line of ['a=control:*', 'a=control:trackID=2', 'a=rtpmap:107 ']) {
      expect(spropOf(bare.replace(line, `${sprop}${line}`))).toBe('Z00A,aO48gA==');
    }
  });

  test('but not where that section has such a type of its own', () => {
    const [head = '', sound = ''] = camera.replace(sprop, '').split('m=audio');
    expect(spropOf(`${head}m=audio${sprop}${sound.replace('97 0', '97 96')}`)).toBeUndefined();
  });

  test('sound that is not taken is told by our own names', () => {
    const unused = (rtpmap: string): readonly string[] =>
      planMedia(parseSdp(camera.replace('97 0', '97').replace('mpeg4-generic/16000/1', rtpmap)))
        .unusedAudio;
    expect(unused('mpeg4-generic/16000/1')).toEqual([]);
    expect(unused('MP4A-LATM/16000')).toEqual(['LATM']);
    expect(unused('opus/48000/2')).toEqual(['Opus']);
    expect(unused('L16/8000')).toEqual(['L16']);
    expect(unused('G726-32/8000')).toEqual(['G.726']);
    expect(unused('PCMU/16000')).toEqual(['G.711']);
    expect(unused('constructor/8000')).toEqual(['other']);
    expect(unused('')).toEqual(['other']);
  });

  test('every payload type of it is known', () => {
    expect([...planMedia(parseSdp(camera)).payloadTypes]).toEqual([96, 97, 0]);
  });
});
