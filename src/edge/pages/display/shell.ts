/**
 * The display's pages. They hold nothing of any account: the page itself asks for what a linked display
 * shows. Without JavaScript a display can be linked, but not watched.
 */
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { logo } from '../logo.ts';
import { glyphs, icons, scene, seal } from './drawings.ts';

function page(state: string, title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="/display/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/display/display.css" />
        <script type="module" src="/display/app/main.js"></script>
      </head>
      <body data-state="${state}">
        <div class="screen">${scene} ${body}</div>
      </body>
    </html> `.toString();
}

const clock = html`<div class="clock">
  <p id="greeting" class="greeting">&nbsp;</p>
  <p class="time"><time id="clock">&nbsp;</time></p>
  <p id="date" class="date">&nbsp;</p>
</div>`;

function choice(place: string): Html {
  const option = (value: string, label: string, checked = false): Html =>
    html`<label
      ><input
        type="radio"
        name="protocol-${place}"
        value="${value}"
        ${checked && html`checked`}
      /><span>${label}</span></label
    >`;
  return html`<fieldset class="choice">
    <legend>Play by</legend>
    ${option('auto', 'Auto', true)}${option('webrtc', 'WebRTC')}${option('hls', 'HLS')}
  </fieldset>`;
}

const home = html`<div class="home">
  <header class="top">
    <p class="brand">${logo}<span>Casement</span></p>
    ${choice('home')}
    <button
      id="unlink"
      type="button"
      class="round"
      title="Unlink this display"
      aria-label="Unlink this display"
    >
      ${icons.unlink}
    </button>
  </header>
  ${clock}
  <section class="cameras" aria-label="Cameras">
    <p id="home-note" class="note" role="status"></p>
    <div id="tiles" class="tiles"></div>
  </section>
  <dialog id="unlink-dialog" aria-labelledby="unlink-title">
    <h2 id="unlink-title">Unlink this display?</h2>
    <p>
      It forgets your home, and whatever it shows ends at once. You can link it again at any time.
    </p>
    <form method="dialog" class="buttons">
      <button id="unlink-yes" class="primary" value="yes">Unlink</button
      ><button class="quiet" value="no">Keep it</button>
    </form>
  </dialog>
  <noscript><p class="note">Watching needs JavaScript.</p></noscript>
</div>`;

const watch = html`<section class="watch" aria-label="Live picture">
    <video id="picture" muted playsinline autoplay disablepictureinpicture></video>
    <div class="veil" aria-live="polite">
      <div class="opening">
        ${glyphs.camera}
        <p>Opening <span id="veil-name"></span></p>
      </div>
      <div class="sorry">
        <h2 id="sorry-title"></h2>
        <p id="sorry-detail"></p>
        <p class="buttons">
          <button id="again" type="button" class="primary">Watch again</button>
          <button id="sorry-back" type="button" class="quiet">All cameras</button>
        </p>
      </div>
    </div>
    <p class="still-note" role="status">
      The picture is standing still<small id="still-why"></small>
    </p>
    <header class="over top">
      <button id="back" type="button" class="round" aria-label="All cameras">${icons.back}</button>
      <h1><span id="watch-name"></span><small id="watch-room"></small></h1>
      ${choice('watch')}
      <button
        id="sound"
        type="button"
        class="round"
        aria-label="Sound"
        aria-pressed="false"
        title="Sound (M)"
      >
        ${icons.muted}${icons.loud}
      </button>
    </header>
    <footer id="told" class="over bottom" hidden>
      <p id="seal" class="seal" hidden>
        ${seal}<span><b id="seal-owner"></b><small id="seal-camera"></small></span>
      </p>
      <p class="facts">
        <span class="row"
          ><span id="fact-live" class="live">Live</span><span id="fact-protocol"></span
        ></span>
        <span class="row"
          ><span id="fact-first"></span
          ><span
            id="fact-latency"
            title="An estimate: the way from the bridge to this screen. What the camera and its way to the bridge take is not in it."
          ></span
        ></span>
      </p>
    </footer>
  </section>
  <template id="drawing-camera">${glyphs.camera}</template>
  <template id="drawing-doorbell">${glyphs.doorbell}</template>`;

/** Returns the display of somebody who linked it. */
export function linkedPage(): string {
  return page('loading', 'Casement display', html`<main>${home} ${watch}</main>`);
}

/** Returns a display that is not linked yet, or no longer; `note` says what just happened. */
export function unlinkedPage(note = ''): string {
  return page(
    'unlinked',
    'Link this display · Casement',
    html`<main class="home">
      <header class="top">
        <p class="brand">${logo}<span>Casement</span></p>
      </header>
      ${clock}
      <section class="card">
        <h1>See who is at the door</h1>
        <p>
          ${note || 'Link this display to your home. It will show your own cameras, and nobody else’s.'}
        </p>
        <form method="post" action="/display/link">
          <button class="primary">${icons.link}Link this display</button>
        </form>
      </section>
    </main>`,
  );
}

/** Returns a page for something that cannot be done; both texts are ours, never a visitor's. */
export function sorryPage(title: string, detail: string): string {
  return page(
    'unlinked',
    `${title} · Casement`,
    html`<main class="home">
      <header class="top">
        <p class="brand">${logo}<span>Casement</span></p>
      </header>
      ${clock}
      <section class="card" role="alert">
        <h1>${title}</h1>
        <p>${detail}</p>
        <p><a class="primary" href="/display">Back to the display</a></p>
      </section>
    </main>`,
  );
}
