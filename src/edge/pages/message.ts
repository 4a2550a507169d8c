/** A page that says one thing: what went wrong, and what one can do. */
import { html } from './html.ts';
import { layout } from './layout.ts';

export interface MessageView {
  readonly title: string;
  readonly text: string;
  /** For whoever set up the other side; small print. */
  readonly detail?: string;
  readonly link?: { readonly href: string; readonly text: string };
}

/** Returns the whole page as HTML. */
export function messagePage({ title, text, detail, link }: MessageView): string {
  const body = html`<div class="card">
    <h1>${title}</h1>
    <p role="alert">${text}</p>
    ${detail !== undefined && html`<p class="soft small">${detail}</p>`}
    ${
      link !== undefined &&
      html`<div class="row"><a class="button" href="${link.href}">${link.text}</a></div>`
    }
  </div>`;
  return layout({ title, body });
}
