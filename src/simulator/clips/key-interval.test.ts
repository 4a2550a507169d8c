import { expect, test } from '@jest/globals';
import { clipOf, loadClips } from './clip.ts';
import { withKeyInterval } from './key-interval.ts';

test('a clip may have a key picture every two seconds, and is as long as it was', async () => {
  const clip = clipOf(loadClips(), 'birch/front-door');
  const slow = await withKeyInterval(clip, 2);
  const { pictures } = slow.video;
  expect(pictures).toHaveLength(clip.video.pictures.length);
  expect(pictures.map(({ key }) => key)).toEqual(pictures.map((_, at) => at % 30 === 0));
  expect(slow.packets.pictures.map(({ key }) => key)).toEqual(pictures.map(({ key }) => key));
  expect(slow.packets.audio).toEqual(clip.packets.audio);
});
