/** The mark of Casement: a window with both wings open and light behind it. */
import { html } from './html.ts';

const light = 'M15 5h18v32H15z';
const wings = 'M15 5L5 11v33l10-7zM33 5l10 6v33l-10-7z';
const bars = `${light}${wings}M5 27.500l10-6.500h18l10 6.500M24 5v32`;

/** The logo as inline SVG, in the colours of the page. For eyes only: its neighbour has the name. */
export const logo = html`<svg
  class="logo"
  viewBox="0 0 48 48"
  width="46"
  height="46"
  aria-hidden="true"
  focusable="false"
>
  <path class="glow" d="${light}" />
  <path class="wing" d="${wings}" />
  <path class="bars" d="${bars}" />
</svg>`;

/** The same mark as a file, for the browser's tab. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">
<style>.bars{fill:none;stroke:#3b3027;stroke-width:3;stroke-linejoin:round;stroke-linecap:round}
@media (prefers-color-scheme:dark){.bars{stroke:#f0e4d0}}</style>
<path fill="#f4b860" d="${light}"/><path fill="#fde3b0" d="${wings}"/>
<path class="bars" d="${bars}"/></svg>
`;
