/** The garden: hills and a butterfly at Birch, the sea and a sail at Harbour. */
import { clouds, gull, n, ridge, sway } from './palette.ts';
import type { Palette } from './palette.ts';

function sun(t: number): string {
  return (
    `<circle cx="196" cy="112" r="${n(92 + 4 * sway(t, 1))}" fill="url(#glow)" opacity=".8"/>` +
    '<circle cx="196" cy="112" r="40" fill="#fff3cf"/>'
  );
}

function fence(p: Palette): string {
  const pickets: string[] = [];
  for (let x = 8; x < 848; x += 44) {
    pickets.push(`<path d="M${x} 392V330L${x + 9} 318L${x + 18} 330V392Z" fill="${p.trim}"/>`);
  }
  return `<rect y="340" width="848" height="8" fill="${p.trim}"/><rect y="372" width="848" height="8" fill="${p.trim}"/>${pickets.join('')}`;
}

function flowers(t: number, p: Palette): string {
  const parts: string[] = [];
  for (let i = 0; i < 15; i++) {
    const x = 34 + i * 37 + (i % 3) * 7;
    const tall = 40 + ((i * 29) % 34);
    const lean = 5 * sway(t, 1, i * 0.09);
    const petals = [0, 72, 144, 216, 288]
      .map((a) => `<ellipse cy="-7" rx="4.6" ry="7" transform="rotate(${a})"/>`)
      .join('');
    parts.push(
      `<g transform="translate(${x} 474) rotate(${n(lean)})">` +
        `<path d="M0 0V${-tall}" stroke="${p.leafDark}" stroke-width="4"/>` +
        `<path d="M0 -12Q16 -18 18 -34Q3 -30 0 -12Z" fill="${p.leafDark}"/>` +
        `<g transform="translate(0 ${-tall})" fill="${i % 2 ? p.flower : '#fff'}">${petals}` +
        `<circle r="4.6" fill="${i % 2 ? '#fff6da' : p.flower}"/></g></g>`,
    );
  }
  return parts.join('');
}

function butterfly(t: number, p: Palette): string {
  const x = 400 + 130 * sway(t) + 18 * sway(t, 3);
  const y = 236 + 48 * sway(t, 2, 0.1);
  const wing = 0.35 + 0.65 * Math.abs(sway(t, 12));
  return (
    `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(14 * sway(t, 1, 0.25))})">` +
    `<g transform="scale(${n(wing)} 1)" fill="${p.flower}"><ellipse cx="-11" cy="-6" rx="11" ry="9"/>` +
    '<ellipse cx="11" cy="-6" rx="11" ry="9"/><ellipse cx="-8" cy="7" rx="8" ry="7" opacity=".8"/>' +
    '<ellipse cx="8" cy="7" rx="8" ry="7" opacity=".8"/></g>' +
    `<path d="M0 -12V12" stroke="${p.ink}" stroke-width="3" stroke-linecap="round"/></g>`
  );
}

function birches(t: number, p: Palette): string {
  return [66, 118]
    .map((x, i) => {
      const lean = sway(t, 1, i * 0.2);
      return (
        `<rect x="${x}" y="150" width="15" height="240" fill="#fbf9f3"/>` +
        [182, 226, 262, 300]
          .map(
            (y) =>
              `<path d="M${x + (y % 4)} ${y}h9" stroke="${p.ink}" stroke-opacity=".6" stroke-width="3"/>`,
          )
          .join('') +
        `<ellipse cx="${n(x + 7 + 4 * lean)}" cy="132" rx="46" ry="70" fill="${i ? p.leaf : p.leafDark}" opacity=".93"/>`
      );
    })
    .join('');
}

function lighthouse(p: Palette): string {
  return (
    `<path d="M14 330Q40 284 66 292Q98 276 118 290Q140 290 158 330Z" fill="${p.ink}" opacity=".6"/>` +
    `<path d="M64 330L74 148H94L104 330Z" fill="#fff"/>` +
    '<path d="M71.500 196H96.500L98.800 236H69.200Z M67 276H101L103.600 322H64.500Z" fill="#d9665a"/>' +
    `<rect x="67" y="140" width="34" height="9" rx="2" fill="${p.ink}"/>` +
    '<rect x="73" y="116" width="22" height="24" fill="#fff0bd"/>' +
    `<path d="M69 118L84 98L99 118Z" fill="#d9665a"/>`
  );
}

function sail(t: number, p: Palette): string {
  const x = 420 + 96 * sway(t);
  const y = 276 + 3 * sway(t, 3);
  return (
    `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(3 * sway(t, 2))})">` +
    `<path d="M-34 0H38L26 16H-24Z" fill="${p.ink}"/><path d="M0 -4V-84" stroke="${p.ink}" stroke-width="3"/>` +
    '<path d="M4 -82L40 -8H4Z" fill="#fff"/>' +
    `<path d="M-4 -70L-30 -8H-4Z" fill="${p.flower}"/></g>`
  );
}

/** Returns the picture's background at time `t` (0 to 1) of the loop. */
export function garden(t: number, p: Palette): string {
  const sky =
    `<rect width="848" height="480" fill="url(#sky)"/>` +
    sun(t) +
    clouds(t, 70, 283, 1, 0.8) +
    clouds(t, 138, 212, 0.7, 0.5);
  if (p.household === 'Harbour') {
    return (
      sky +
      gull(t, 330 + 60 * sway(t), 150 + 12 * sway(t, 2), 17, 7) +
      gull(t, 372 + 54 * sway(t, 1, 0.05), 128 + 12 * sway(t, 2, 0.1), 12, 8, 0.3) +
      `<rect y="258" width="848" height="222" fill="${p.far}"/>` +
      ridge(p.far, 262, 4, 212, t) +
      lighthouse(p) +
      sail(t, p) +
      ridge(p.middle, 312, 7, 283, 2 * t) +
      ridge(p.near, 366, 8, 212, t) +
      `<path d="M0 384C180 338 380 432 848 418V480H0Z" fill="#e9dcc0"/>` +
      flowers(t, p)
    );
  }
  return (
    sky +
    ridge(p.far, 270, 34, 566, 0.1) +
    ridge(p.middle, 318, 26, 424, 0.4) +
    birches(t, p) +
    fence(p) +
    ridge(p.near, 396, 9, 848, 0.2) +
    flowers(t, p) +
    butterfly(t, p)
  );
}
