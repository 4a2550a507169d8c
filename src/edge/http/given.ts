/** What a display was given, for the debug log: how, or why not; no device, no address and no bearer. */
import { z } from 'zod';

const executed = z.object({
  payload: z.object({
    commands: z.array(
      z.object({
        status: z.string(),
        errorCode: z.string().optional(),
        states: z.object({ cameraStreamProtocol: z.string().optional() }).optional(),
      }),
    ),
  }),
});

export interface Given {
  readonly status: string;
  readonly errorCode?: string;
  readonly protocol?: string;
}

/** Reads it from an answer to EXECUTE; returns undefined for any other. */
export function givenIn(answer: object): readonly Given[] | undefined {
  return executed.safeParse(answer).data?.payload.commands.map(({ status, errorCode, states }) => {
    const protocol = states?.cameraStreamProtocol;
    return {
      status,
      ...(errorCode !== undefined && { errorCode }),
      ...(protocol !== undefined && { protocol }),
    };
  });
}
