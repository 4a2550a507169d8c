/** Explains beside the answer, in words, why devices show nothing. */
import { type Failure, isOfCamera } from '../../../../common/failures.ts';
import type { Explained } from './answers.ts';

/** The most devices of one request that are explained. */
const maxExplained = 20;

/** Gathers, for one request, why its devices show nothing. */
export function createExplanation() {
  const lines: string[] = [];
  return {
    add(id: string, { code, message }: Failure): void {
      if (isOfCamera(code) && lines.length < maxExplained) lines.push(`${id}: ${message}`);
    },
    said: (): Explained => (lines.length === 0 ? {} : { debugString: lines.join('\n') }),
  };
}
