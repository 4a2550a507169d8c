/**
 * How well the text of a page can be read, measured on what a browser draws: gradients, pictures and glass under it
 * included. WCAG 2.2, success criterion 1.4.3.
 */
import type { Page } from 'playwright-core';

/** A run of text and the least contrast that it has with what is under it, single dots of it aside. */
export interface Measured {
  readonly text: string;
  readonly ratio: number;
}

interface Run {
  readonly text: string;
  /** CSS colour with its own transparency, and that of what it stands in. */
  readonly colour: string;
  readonly opacity: number;
  readonly box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

/** Every visible run of text, cut to what can be seen of it. */
function findRuns(): Run[] {
  const runs: Run[] = [];
  // What lies behind a question is dimmed, and nobody is to read it.
  const asked = document.querySelector('dialog:modal') ?? document.body;
  const walker = document.createTreeWalker(asked, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (element === null || text === '' || element.closest('noscript, style, script')) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight];
    let opacity = 1;
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      opacity *= Number(style.opacity);
      if (style.overflow === 'visible') continue;
      const clip = at.getBoundingClientRect();
      [left, top] = [Math.max(left, clip.left), Math.max(top, clip.top)];
      [right, bottom] = [Math.min(right, clip.right), Math.min(bottom, clip.bottom)];
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      const x = Math.ceil(Math.max(left, line.left));
      const y = Math.ceil(Math.max(top, line.top));
      const w = Math.floor(Math.min(right, line.right)) - x;
      const h = Math.floor(Math.min(bottom, line.bottom)) - y;
      // Of a line of which less than half shows, nothing is to be read.
      if (w < 2 || h < line.height / 2) continue;
      runs.push({ text, colour: getComputedStyle(element).color, opacity, box: { x, y, w, h } });
    }
  }
  return runs;
}

/** The least contrast of each run with the picture of the page without its text. */
async function measureRuns([runs, png]: [Run[], string]): Promise<Measured[]> {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const swatch = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (context === null || swatch === null) throw new Error('no canvas');
  context.drawImage(image, 0, 0);
  const luminance = (rgb: readonly number[]): number => {
    const [r = 0, g = 0, b = 0] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return runs.map(({ text, colour, opacity, box }) => {
    swatch.clearRect(0, 0, 1, 1);
    swatch.fillStyle = colour;
    swatch.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = swatch.getImageData(0, 0, 1, 1).data;
    const share = (a / 255) * opacity;
    const { data } = context.getImageData(box.x, box.y, box.w, box.h);
    // Most dots are of few colours.
    const counts = new Map<number, number>();
    for (const dot of new Uint32Array(data.buffer)) counts.set(dot, (counts.get(dot) ?? 0) + 1);
    const ratios = [...counts].map(([dot, count]) => {
      const under = [dot & 0xff, (dot >> 8) & 0xff, (dot >> 16) & 0xff];
      const ink = [r, g, b].map((value, at) => value * share + (under[at] ?? 0) * (1 - share));
      const [one, other] = [luminance(ink), luminance(under)];
      return { ratio: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05), count };
    });
    ratios.sort((one, other) => one.ratio - other.ratio);
    // A star in the sky behind a figure hides nothing of it.
    let aside = Math.floor((data.length / 4) * 0.005);
    const least = ratios.find(({ count }) => (aside -= count) < 0)?.ratio ?? 0;
    return { text, ratio: Math.round(least * 100) / 100 };
  });
}

const withoutText = `*, *::before, *::after {
  color: transparent !important; -webkit-text-fill-color: transparent !important;
  text-shadow: none !important; animation: none !important; transition: none !important;
}`;

/**
 * Measures what the viewport shows now. The page's context must be made with `bypassCSP`. What is not text (a bullet,
 * a drawing) is not looked at. `desk`: an empty page, to work on.
 */
export async function measureContrast(desk: Page, page: Page): Promise<readonly Measured[]> {
  const runs = await page.evaluate(findRuns);
  const hiding = await page.addStyleTag({ content: withoutText });
  const session = await page.context().newCDPSession(page);
  // Compressed less, which takes less of the time that all the pictures of a page take.
  const { data: png } = await session.send('Page.captureScreenshot', { optimizeForSpeed: true });
  await session.detach();
  await hiding.evaluate((tag) => (tag as Element).remove());
  return desk.evaluate(measureRuns, [runs, png] as [Run[], string]);
}
