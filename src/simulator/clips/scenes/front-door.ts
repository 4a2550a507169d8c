/** The front door: both accounts have the same one, in their own colours. */
import { n, sway } from './palette.ts';
import type { Palette } from './palette.ts';

function wall(p: Palette): string {
  const boards: string[] = [];
  for (let y = 28; y < 396; y += 28) {
    boards.push(
      `<path d="M0 ${y}H848" stroke="${p.ground}" stroke-opacity=".22" stroke-width="2"/>`,
    );
  }
  return (
    '<rect width="848" height="480" fill="url(#wall)"/>' +
    boards.join('') +
    `<rect y="396" width="848" height="84" fill="${p.ground}"/>` +
    '<rect y="396" width="848" height="6" fill="#000" opacity=".08"/>' +
    `<path d="M232 396H428L446 424H214Z" fill="${p.trim}"/>` +
    `<path d="M214 424H446V436H214Z" fill="#000" opacity=".13"/>` +
    `<path d="M272 404H388L396 418H264Z" fill="${p.leafDark}" opacity=".75"/>`
  );
}

function door(p: Palette): string {
  const panel = (x: number, y: number, h: number) =>
    `<rect x="${x}" y="${y}" width="44" height="${h}" rx="3" fill="${p.doorDark}" opacity=".55"/>`;
  const pane =
    p.household === 'Harbour'
      ? `<circle cx="330" cy="172" r="33" fill="${p.flower}"/><circle cx="330" cy="172" r="26" fill="url(#pane)"/>`
      : `<path d="M282 196V178A48 48 0 0 1 378 178V196Z" fill="url(#pane)"/>` +
        `<path d="M330 130V196M282 176H378" stroke="${p.doorDark}" stroke-width="4"/>`;
  return (
    `<rect x="250" y="92" width="160" height="304" rx="6" fill="${p.trim}"/>` +
    `<rect x="240" y="82" width="180" height="16" rx="4" fill="${p.trim}"/>` +
    '<rect x="240" y="97" width="180" height="5" fill="#000" opacity=".10"/>' +
    `<rect x="264" y="110" width="132" height="286" rx="3" fill="${p.door}"/>` +
    pane +
    panel(280, 220, 66) +
    panel(336, 220, 66) +
    panel(280, 302, 76) +
    panel(336, 302, 76) +
    `<circle cx="386" cy="292" r="6" fill="${p.flower}"/>` +
    '<rect x="299" y="204" width="62" height="6" rx="3" fill="#000" opacity=".12"/>'
  );
}

function lantern(t: number, p: Palette): string {
  const glow = 0.5 + 0.16 * sway(t, 2);
  return (
    `<circle cx="206" cy="168" r="62" fill="url(#glow)" opacity="${n(glow)}"/>` +
    `<path d="M206 132V146" stroke="${p.ink}" stroke-width="4"/>` +
    `<path d="M192 152L198 145H214L220 152Z" fill="${p.ink}"/>` +
    `<path d="M194 152H218L214 188H198Z" fill="#ffe9b0"/>` +
    `<path d="M194 152H218L214 188H198Z" fill="none" stroke="${p.ink}" stroke-width="3"/>` +
    `<rect x="199" y="188" width="14" height="5" fill="${p.ink}"/>`
  );
}

function pot(t: number, p: Palette, x: number, phase: number): string {
  const leaves: string[] = [];
  for (let i = -3; i <= 3; i++) {
    const lean = i * 17 + 4 * sway(t, 1, phase + i * 0.06);
    const long = 78 - Math.abs(i) * 8;
    leaves.push(
      `<path transform="translate(${x} 362) rotate(${n(lean)})" fill="${i % 2 ? p.leaf : p.leafDark}" ` +
        `d="M0 0C-15 ${-long * 0.4} -9 ${-long * 0.85} 0 ${-long}C9 ${-long * 0.85} 15 ${-long * 0.4} 0 0Z"/>`,
    );
  }
  return (
    leaves.join('') +
    `<path d="M${x - 27} 358H${x + 27}L${x + 20} 408H${x - 20}Z" fill="${p.flower}"/>` +
    `<rect x="${x - 31}" y="352" width="62" height="11" rx="3" fill="${p.flower}"/>` +
    `<rect x="${x - 27}" y="363" width="54" height="5" fill="#000" opacity=".12"/>`
  );
}

function birchTree(t: number, p: Palette): string {
  const marks = [40, 92, 131, 188, 236, 290, 347].map(
    (y, i) =>
      `<path d="M${i % 2 ? 62 : 74} ${y}h${i % 2 ? 15 : 18}" stroke="${p.ink}" stroke-opacity=".65" ` +
      'stroke-width="4" stroke-linecap="round"/>',
  );
  const crown = [
    [20, 26, 62],
    [96, 8, 66],
    [158, 40, 42],
    [60, 78, 46],
  ].map(
    ([x = 0, y = 0, r = 0], i) =>
      `<circle cx="${n(x + 5 * sway(t, 1, i * 0.13))}" cy="${n(y + 2 * sway(t, 2, i * 0.21))}" r="${r}" ` +
      `fill="${i % 2 ? p.leaf : p.leafDark}" opacity=".9"/>`,
  );
  return `<rect x="60" y="0" width="34" height="404" fill="#fbf9f3"/><rect x="84" y="0" width="10" height="404" fill="#000" opacity=".07"/>${marks.join('')}${crown.join('')}`;
}

function fallingLeaves(t: number, p: Palette): string {
  return [0, 0.37, 0.71]
    .map((phase, i) => {
      const at = (t + phase) % 1;
      const x = 120 + i * 34 + 26 * sway(at, 2, phase);
      const fade = Math.min(1, 8 * at, 8 * (1 - at));
      return `<ellipse cx="${n(x)}" cy="${n(70 + 350 * at)}" rx="9" ry="4.5" fill="${p.flower}" opacity="${n(fade)}" transform="rotate(${n(40 * sway(at, 2))} ${n(x)} ${n(70 + 350 * at)})"/>`;
    })
    .join('');
}

function lifebuoy(t: number, p: Palette): string {
  const lean = 5 * sway(t);
  return (
    `<path d="M86 96L86 40" stroke="${p.ink}" stroke-width="3"/>` +
    `<g transform="rotate(${n(lean)} 86 44)"><circle cx="86" cy="142" r="44" fill="none" stroke="#fff" stroke-width="27"/>` +
    '<circle cx="86" cy="142" r="44" fill="none" stroke="#d9665a" stroke-width="27" stroke-dasharray="34.56" stroke-dashoffset="17"/>' +
    `<circle cx="86" cy="142" r="58" fill="none" stroke="${p.ink}" stroke-opacity=".12" stroke-width="2"/></g>`
  );
}

/** A gull that paces the yard and looks about; it turns where it turns back. */
function pacingGull(t: number, p: Palette): string {
  const x = 92 + 46 * sway(t);
  const way = sway(t, 1, 0.25) >= 0 ? 1 : -1;
  const step = 6 * sway(t, 8);
  const nod = 2 * sway(t, 8, 0.25);
  return (
    `<g transform="translate(${n(x)} 436) scale(${way} 1)">` +
    `<path d="M-3 -14L${n(-3 + step)} 4M5 -14L${n(5 - step)} 4" stroke="${p.flower}" stroke-width="3" stroke-linecap="round"/>` +
    '<path d="M-38 -30L-10 -40Q26 -44 26 -26Q22 -10 0 -10Q-16 -11 -38 -30Z" fill="#fff"/>' +
    `<path d="M-44 -31Q-16 -44 10 -32Q-4 -18 -20 -22Z" fill="${p.middle}"/>` +
    `<g transform="translate(${n(nod)} 0)"><circle cx="24" cy="-44" r="11" fill="#fff"/>` +
    `<path d="M33 -46L47 -42L33 -39Z" fill="${p.flower}"/><circle cx="27" cy="-47" r="2" fill="${p.ink}"/></g></g>`
  );
}

/** Returns the picture's background at time `t` (0 to 1) of the loop. */
export function frontDoor(t: number, p: Palette): string {
  const theirs =
    p.household === 'Harbour'
      ? lifebuoy(t, p) + pacingGull(t, p)
      : birchTree(t, p) + fallingLeaves(t, p);
  return wall(p) + lantern(t, p) + door(p) + pot(t, p, 178, 0) + pot(t, p, 482, 0.3) + theirs;
}
