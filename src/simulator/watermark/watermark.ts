/**
 * The watermark: what a simulated camera writes of itself into everything it films. It is read from the bytes
 * a display received and owes nothing to the stamp inside the bridge, so the two can be compared.
 */

export interface Watermark {
  /** Whose camera it was when this was filmed, e.g. `h17`. */
  readonly owner: string;
  /** The camera itself, whoever owns it, e.g. `c17.0`. */
  readonly camera: string;
  /** Running, for each camera: no two units bear the same. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly filmedAt: number;
}

// `nameplate`, and not `watermark`: so it stands in bitstreams that were written already, and earlier builds read
// no other word.
const form = /nameplate ([\w.-]{1,40}) ([\w.-]{1,40}) (\d{1,12}) (\d{1,15});/;
const all = new RegExp(form, 'g');
const only = new RegExp(`^${form.source}$`);

/** Returns it as text: printable ASCII, so that no bitstream has to escape it; its end can be seen. */
export function writeWatermark({ owner, camera, number, filmedAt }: Watermark): string {
  return `nameplate ${owner} ${camera} ${number} ${filmedAt};`;
}

function fromMatch([, owner = '', camera = '', number, filmedAt]: RegExpMatchArray): Watermark {
  return { owner, camera, number: Number(number), filmedAt: Number(filmedAt) };
}

/** Returns the watermark that a text is, or undefined for any other text. */
export function readWatermark(text: string): Watermark | undefined {
  const match = only.exec(text);
  return match === null ? undefined : fromMatch(match);
}

/** Returns every watermark that stands whole somewhere in these bytes, whatever they are. */
export function findWatermarks(bytes: Buffer): Watermark[] {
  return [...bytes.toString('latin1').matchAll(all)].map(fromMatch);
}
