import { expect, test } from '@jest/globals';
import { readMediaPath } from './media-path.ts';

const ticket = 'eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl-_';

test.each(['index.m3u8', 'live.m3u8', 'snapshot.jpg', 'signal', '12.ts', '0-3.m4s'])(
  '%s is a file of a ticket',
  (file) => {
    expect(readMediaPath(`/live/${ticket}/${file}`)).toEqual({ ticket, file });
    expect(readMediaPath(`/live/${ticket}/${file}?_HLS_msn=3`)).toEqual({ ticket, file });
  },
);

test.each([
  `/live/${ticket}`,
  `/live/${ticket}/`,
  `/live/${ticket}/index.m3u8/`,
  `/live/${ticket}/index.m3u8/x.jpg`,
  `/live/${ticket}/index.m3u8;x.css`,
  `/live/${ticket}/index.m3u8%00`,
  `/live/${ticket}/%69ndex.m3u8`,
  `/live/${ticket}/INDEX.m3u8`,
  `/live/${ticket}/..`,
  `/live/${ticket}/a..b`,
  `/live/${ticket}/.hidden`,
  `/live/${ticket}//index.m3u8`,
  `/live//${ticket}/index.m3u8`,
  `//live/${ticket}/index.m3u8`,
  `/LIVE/${ticket}/index.m3u8`,
  `/x/../live/${ticket}/index.m3u8`,
  `/live/${ticket}.x/index.m3u8`,
  `/live/a.b/index.m3u8`,
  `http://host/live/${ticket}/index.m3u8`,
  `/live/${'a'.repeat(3000)}.b.c/index.m3u8`,
])('%s names nothing', (target) => {
  expect(readMediaPath(target)).toBeUndefined();
});
