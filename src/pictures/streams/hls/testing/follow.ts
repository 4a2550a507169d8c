/** Checks what one player reads of its playlist against RFC 8216, each time it reads it again. */

export interface Read {
  /** EXT-X-MEDIA-SEQUENCE. */
  readonly sequence: number;
  /** EXT-X-TARGETDURATION. */
  readonly target: number;
  readonly names: readonly string[];
  /** Names of segments that do not carry on from the one before. */
  readonly breaks: readonly string[];
  readonly seconds: number;
}

/** Takes what the same player reads, in order. Throws if a rule is broken, with what the rule says. */
export function followPlaylist(): (text: string) => Read {
  const known = new Map<number, string>();
  let before: Read | undefined;
  return (text) => {
    const read = readPlaylist(text);
    const problems = [
      read.sequence < (before?.sequence ?? 0) && '§6.2.2: EXT-X-MEDIA-SEQUENCE goes back',
      read.target !== (before?.target ?? read.target) && '§6.2.1: EXT-X-TARGETDURATION changes',
      read.lengths.some((one) => Math.round(one) > read.target) && '§4.3.3.1: EXTINF is longer',
      read.places.some(([number, place]) => (known.get(number) ?? place) !== place) &&
        '§6.2.1: a number means two segments, or a segment two discontinuity sequences',
    ].filter((one) => typeof one === 'string');
    for (const [number, place] of read.places) known.set(number, place);
    if (problems.length > 0) throw new Error(`${problems.join('; ')}\n${text}`);
    before = read;
    return read;
  };
}

function readPlaylist(text: string) {
  const tag = (name: string): number =>
    Number(new RegExp(`^#EXT-X-${name}:(\\d+)$`, 'm').exec(text)?.[1] ?? NaN);
  const lengths = [...text.matchAll(/^#EXTINF:([\d.]+),$/gm)].map(([, one]) => Number(one));
  const sequence = tag('MEDIA-SEQUENCE');
  let breaks = tag('DISCONTINUITY-SEQUENCE');
  const names: string[] = [];
  const broken: string[] = [];
  const places: [number, string][] = [];
  let breaksHere = false;
  for (const line of text.split('\n')) {
    if (line === '#EXT-X-DISCONTINUITY') breaksHere = true;
    if (line === '' || line.startsWith('#')) continue;
    if (breaksHere) {
      breaks += 1;
      broken.push(line);
    }
    breaksHere = false;
    places.push([sequence + names.length, `${line} after ${breaks}`]);
    names.push(line);
  }
  const seconds = lengths.reduce((sum, one) => sum + one, 0);
  const target = tag('TARGETDURATION');
  return { sequence, target, names, breaks: broken, seconds, lengths, places };
}
