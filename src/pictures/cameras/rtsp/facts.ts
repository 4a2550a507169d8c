/** RTSP as a kind of source, in a word. */
import type { KindFacts } from '../source-kind.ts';

export const rtspFacts: KindFacts = {
  name: 'RTSP',
  schemes: ['rtsp', 'rtsps'],
  yields: { video: ['h264'], audio: ['aac', 'pcmu', 'pcma'] },
};
