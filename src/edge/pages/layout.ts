/** The frame of every page. Works without scripts; the stylesheet is the only thing it loads. */
import { createHash } from 'node:crypto';
import { html, type Content } from './html.ts';
import { logo } from './logo.ts';
import { style } from './style.ts';

/** Changes with the stylesheet, so that browsers may keep it. */
const edition = createHash('sha256').update(style).digest('hex').slice(0, 12);

export const stylePath = '/casement.css';
export const iconPath = '/casement.svg';

export interface Page {
  /** Plain text, without the name of the product. */
  readonly title: string;
  readonly body: Content;
  /** A wider column, for lists. */
  readonly wide?: boolean;
}

/** Renders a whole HTML document. */
export function layout({ title, body, wide = false }: Page): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="robots" content="noindex" />
        <title>${title} · Casement</title>
        <link rel="icon" type="image/svg+xml" href="${iconPath}" />
        <link rel="stylesheet" href="${stylePath}?${edition}" />
      </head>
      <body class="${wide ? 'wide' : 'narrow'}">
        <div class="wall" aria-hidden="true"></div>
        <header>
          <a class="brand" href="/">${logo}<span>Casement</span></a>
        </header>
        <main>${body}</main>
        <footer>A window belongs to one house.</footer>
      </body>
    </html>`;
  return `${page.text}\n`;
}
