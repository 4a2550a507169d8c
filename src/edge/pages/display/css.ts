/** The display's stylesheet. Tablet in landscape first; light and dark by the browser's wish. */
import { homeCss } from './css/home.ts';
import { watchCss } from './css/watch.ts';
import { sharedCss } from './css/shared.ts';

export const css = [sharedCss, homeCss, watchCss].join('\n');
