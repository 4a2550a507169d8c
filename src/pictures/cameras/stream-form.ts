/** The URLs of the kinds that there are (`kinds.ts`), for the wall, without the code that opens them. */
import { rtspFacts } from './rtsp/facts.ts';
import { formOf } from './source-kind.ts';

export const streamForm = formOf([rtspFacts]);
