/** Why devices show nothing, in words beside the answer. */
import { type Failure, isOfCamera } from '../../../../common/failures.ts';
import type { Explained } from './answers.ts';

/** More devices than these of one request are not explained. */
const mostExplained = 20;

/** Gathers, for one request, why its devices show nothing. */
export function createExplanation() {
  const lines: string[] = [];
  return {
    add(id: string, { code, message }: Failure): void {
      if (isOfCamera(code) && lines.length < mostExplained) lines.push(`${id}: ${message}`);
    },
    said: (): Explained => (lines.length === 0 ? {} : { debugString: lines.join('\n') }),
  };
}
