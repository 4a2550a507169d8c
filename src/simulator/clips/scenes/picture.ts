/** One whole picture of a clip as SVG: the scene, the label, and the owner's watermark as a QR code. */
import { frontDoor } from './front-door.ts';
import { garden } from './garden.ts';
import { n, sway } from './palette.ts';
import type { Palette } from './palette.ts';

export const width = 848;
export const height = 480;

/** Six pixels a module: jsQR reads it from a picture scaled down to half, and from a JPEG still. */
const modulePx = 6;
const quietModules = 4;

const scenes = { 'Front door': frontDoor, Garden: garden } as const;
export type CameraName = keyof typeof scenes;

export interface Subject {
  readonly palette: Palette;
  readonly camera: CameraName;
  /** The text the QR code reads. */
  readonly watermark: string;
  /** The QR code's rows of modules, true being dark, without quiet zone. */
  readonly modules: readonly (readonly boolean[])[];
}

function defs(p: Palette): string {
  const vertical = (id: string, top: string, low: string) =>
    `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${low}"/></linearGradient>`;
  return (
    '<defs>' +
    vertical('sky', p.skyTop, p.skyLow) +
    vertical('wall', p.wallTop, p.wallLow) +
    vertical('pane', '#fff4cf', '#f6d999') +
    '<radialGradient id="glow"><stop stop-color="#ffeebb"/><stop offset="1" stop-color="#ffeebb" stop-opacity="0"/></radialGradient>' +
    '</defs>'
  );
}

function watermarkCard(subject: Subject): string {
  const across = subject.modules.length + 2 * quietModules;
  const side = across * modulePx;
  const x = width - side - 36;
  const y = 84;
  const dark: string[] = [];
  subject.modules.forEach((row, r) =>
    row.forEach((on, c) => {
      if (on) dark.push(`M${c * modulePx} ${r * modulePx}h${modulePx}v${modulePx}h-${modulePx}z`);
    }),
  );
  const origin = `${x + quietModules * modulePx} ${y + quietModules * modulePx}`;
  return (
    `<rect x="${x}" y="${y + 4}" width="${side}" height="${side + 30}" rx="14" fill="#000" opacity=".12"/>` +
    `<rect x="${x}" y="${y}" width="${side}" height="${side + 30}" rx="14" fill="#fff"/>` +
    `<path transform="translate(${origin})" shape-rendering="crispEdges" d="${dark.join('')}"/>` +
    `<text x="${x + side / 2}" y="${y + side + 12}" text-anchor="middle" font-family="DejaVu Sans" ` +
    `font-size="15" fill="#3a3a3a">${subject.watermark}</text>`
  );
}

function label(t: number, subject: Subject): string {
  const p = subject.palette;
  const x = width - 198 - 36;
  return (
    `<rect x="${x}" y="396" width="198" height="60" rx="30" fill="${p.ink}" opacity=".85"/>` +
    `<circle cx="${x + 30}" cy="426" r="${n(8 + 1.5 * sway(t, 8))}" fill="#fff" opacity="${n(0.7 + 0.3 * sway(t, 8))}"/>` +
    `<text x="${x + 52}" y="420" font-family="DejaVu Sans" font-size="12" letter-spacing="3" fill="#fff" opacity=".8">${p.household.toUpperCase()}</text>` +
    `<text x="${x + 51}" y="443" font-family="DejaVu Sans" font-size="21" fill="#fff">${subject.camera}</text>`
  );
}

/** Returns the picture at time `t` (0 to 1) of the loop: what it shows at 1 is what it showed at 0. */
export function picture(subject: Subject, t: number): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    defs(subject.palette) +
    scenes[subject.camera](t, subject.palette) +
    watermarkCard(subject) +
    label(t, subject) +
    '</svg>'
  );
}
