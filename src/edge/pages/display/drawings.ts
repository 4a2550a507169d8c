/** The drawings of the display, as SVG. Colours come from the stylesheet, by class. */
import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** The view through the window while nothing is watched: hills by day, hills by night. */
export const scene = html`<svg
  class="scene"
  viewBox="0 0 1280 800"
  preserveAspectRatio="xMidYMax slice"
  aria-hidden="true"
>
  <defs>
    <radialGradient id="halo">
      <stop class="halo-in" offset=".15" />
      <stop class="halo-mid" offset=".45" />
      <stop class="halo-out" offset="1" />
    </radialGradient>
  </defs>
  <g class="stars">
    <circle cx="690" cy="90" r="1.6" />
    <circle cx="812" cy="168" r="1.2" />
    <circle cx="560" cy="190" r="1.2" />
    <circle cx="1140" cy="96" r="1.8" />
    <circle cx="1210" cy="210" r="1.2" />
    <circle cx="902" cy="60" r="1.2" />
    <circle cx="760" cy="262" r="1.4" />
    <circle cx="1084" cy="300" r="1.2" />
    <circle cx="470" cy="70" r="1.3" />
    <circle cx="300" cy="40" r="1.2" />
    <circle cx="630" cy="300" r="1" />
  </g>
  <circle fill="url(#halo)" cx="960" cy="236" r="330" />
  <circle class="sun" cx="960" cy="236" r="64" />
  <path
    class="hill-4"
    d="M0 470c120-38 210-66 330-38s180 48 300 12 230-104 372-66 190 44 278 26v396H0z"
  />
  <path class="hill-3" d="M0 520c150-62 262-40 388-6s214 62 366 4 262-88 526-10v292H0z" />
  <g class="trees">
    <path
      d="M1016 584l15-50 15 50zM1038 586l19-66 19 66zM1068 588l14-44 14 44zM664 622l13-42 13 42zM682 624l17-58 17 58z"
    />
  </g>
  <path class="hill-2" d="M0 606c170-30 300-84 470-44s260 74 420 34 250-54 390-24v228H0z" />

  <path class="hill-1" d="M0 690c210-70 392-46 588-20s420 34 692-34v164H0z" />
</svg>`;

const lens = html`<svg class="glyph" viewBox="0 0 120 120" aria-hidden="true">
  <circle class="glyph-body" cx="60" cy="60" r="54" />
  <circle class="glyph-ring" cx="60" cy="60" r="38" />
  <circle class="glyph-lens" cx="60" cy="60" r="25" />
  <circle class="glyph-pupil" cx="60" cy="60" r="11" />
  <circle class="glyph-gleam" cx="51" cy="50" r="5" />
</svg>`;

const doorbell = html`<svg class="glyph" viewBox="0 0 120 120" aria-hidden="true">
  <rect class="glyph-body" x="28" y="4" width="64" height="112" rx="32" />
  <circle class="glyph-ring" cx="60" cy="40" r="23" />
  <circle class="glyph-lens" cx="60" cy="40" r="15" />
  <circle class="glyph-pupil" cx="60" cy="40" r="7" />
  <circle class="glyph-gleam" cx="55" cy="34" r="3.5" />
  <circle class="glyph-ring" cx="60" cy="86" r="13" />
</svg>`;

/** The drawing on a tile of its camera, by kind. */
export const glyphs = { camera: lens, doorbell } as const;

const stroke = (name: string, d: string): Html =>
  html`<svg class="icon ${name}" viewBox="0 0 24 24" aria-hidden="true"><path d="${d}" /></svg>`;

export const icons = {
  back: stroke('', 'M15 5l-7 7 7 7'),
  link: stroke('', 'M9.5 7H7a5 5 0 0 0 0 10h2.5M14.5 7H17a5 5 0 0 1 0 10h-2.5M8 12h8'),
  unlink: stroke('', 'M9 7H7a5 5 0 0 0 0 10h2M15 7h2a5 5 0 0 1 0 10h-2'),
  muted: stroke('when-muted', 'M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5'),
  loud: stroke(
    'when-loud',
    'M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  ),
} as const;

/** A seal in wax: the watermark read from the picture. */
export const seal = html`<svg class="wax" viewBox="0 0 48 48" aria-hidden="true">
  <path
    class="wax-edge"
    d="M24 3c3 0 4.3 2.6 7 3.4s5.3-.2 7.3 1.800 1 4.600 1.900 7.200S44.5 20.800 44.5 24s-3.4 5.600-4.3 8.400.3 5.3-1.900 7.3-4.600 1-7.3 1.900S27 45 24 45s-4.3-2.6-7-3.4-5.3.2-7.3-1.900-1-4.5-1.900-7.3S3.5 27.200 3.5 24s3.4-5.800 4.3-8.600-.3-5.200 1.900-7.200 4.600-1 7.3-1.800S21 3 24 3z"
  />
  <circle class="wax-inner" cx="24" cy="24" r="14" />
  <path class="wax-mark" d="M18 32V22a6 6 0 0 1 12 0v10zM24 16v16M18 25h12" />
</svg>`;
