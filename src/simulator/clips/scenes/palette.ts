/** Colours of the two accounts, and the few shapes that the cameras of both draw. */

export interface Palette {
  readonly household: string;
  readonly skyTop: string;
  readonly skyLow: string;
  readonly far: string;
  readonly middle: string;
  readonly near: string;
  readonly wallTop: string;
  readonly wallLow: string;
  readonly trim: string;
  readonly door: string;
  readonly doorDark: string;
  readonly leaf: string;
  readonly leafDark: string;
  readonly flower: string;
  readonly ground: string;
  readonly ink: string;
}

export const birch: Palette = {
  household: 'Birch',
  skyTop: '#cfe3cf',
  skyLow: '#fbf3dd',
  far: '#b5cfa6',
  middle: '#8fb583',
  near: '#5f9163',
  wallTop: '#f8efdb',
  wallLow: '#ecdcbb',
  trim: '#fffaf0',
  door: '#4f7f5a',
  doorDark: '#3e6749',
  leaf: '#7fab6b',
  leafDark: '#557f4f',
  flower: '#e8a75d',
  ground: '#c9b48d',
  ink: '#2b3f2f',
};

export const harbour: Palette = {
  household: 'Harbour',
  skyTop: '#b9d6ec',
  skyLow: '#eef6fa',
  far: '#9fc2da',
  middle: '#6f9fc4',
  near: '#456f9b',
  wallTop: '#eaf2f8',
  wallLow: '#cddfec',
  trim: '#ffffff',
  door: '#2f5d8c',
  doorDark: '#244970',
  leaf: '#7ea7b5',
  leafDark: '#54808f',
  flower: '#f0c27a',
  ground: '#a9bccb',
  ink: '#1d3147',
};

/** Returns a sine that meets itself at the clip's end: `t` runs from 0 to 1, `cycles` is a whole number. */
export function sway(t: number, cycles = 1, phase = 0): number {
  return Math.sin(2 * Math.PI * (cycles * t + phase));
}

/** Writes a number for an SVG attribute. */
export function n(value: number): string {
  return value.toFixed(2);
}

/** Clouds drifting by exactly the distance between two of them, so the loop has no seam. */
export function clouds(t: number, y: number, spacing: number, scale: number, opacity: number) {
  const parts: string[] = [];
  for (let x = -spacing; x < 848 + spacing; x += spacing) {
    parts.push(
      `<g transform="translate(${n(x + spacing * t)} ${y}) scale(${scale})">` +
        '<ellipse cx="0" cy="0" rx="46" ry="15"/><ellipse cx="-14" cy="-12" rx="22" ry="17"/>' +
        '<ellipse cx="16" cy="-9" rx="19" ry="14"/></g>',
    );
  }
  return `<g fill="#fff" opacity="${opacity}">${parts.join('')}</g>`;
}

/** Draws a soft hill or wave whose crest may travel: `shift` in whole wavelengths keeps the loop whole. */
export function ridge(
  colour: string,
  base: number,
  height: number,
  wavelength: number,
  shift: number,
) {
  const points: string[] = [];
  for (let x = 0; x <= 848; x += 8) {
    const y = base - height * Math.sin(2 * Math.PI * (x / wavelength - shift));
    points.push(`${x} ${n(y)}`);
  }
  return `<path fill="${colour}" d="M0 480 L${points.join(' L')} L848 480 Z"/>`;
}

/** Draws a gull seen from afar, wings beating `beats` times in the loop. */
export function gull(t: number, x: number, y: number, size: number, beats: number, phase = 0) {
  const lift = size * (0.45 + 0.35 * sway(t, beats, phase));
  return (
    `<path d="M${n(x - size)} ${n(y - lift)} Q${n(x - size / 3)} ${n(y - lift * 0.9)} ${n(x)} ${n(y)} ` +
    `Q${n(x + size / 3)} ${n(y - lift * 0.9)} ${n(x + size)} ${n(y - lift)}" fill="none" ` +
    'stroke="#fff" stroke-width="3.2" stroke-linecap="round"/>'
  );
}
