/** Shows the oracle what an answer says of cameras that show nothing. */
import type { PlantedReason } from '../oracle/breaks.ts';
import type { Answer } from './client.ts';
import { explainedIn } from './intents.ts';
import type { Stage } from './stage.ts';

/** Judges every line of it. Returns the reasons that were given. */
export function judgeExplained(
  { oracle, ledger }: Pick<Stage, 'oracle' | 'ledger'>,
  display: number,
  account: string,
  answer: Answer,
): PlantedReason[] {
  return explainedIn(answer).flatMap(([device, text]) => {
    // A refusal of the whole request names no device.
    const camera = ledger.ofDevice(device)?.camera ?? '';
    return oracle.told(display, account, camera, text) ?? [];
  });
}
