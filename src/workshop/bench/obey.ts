/** The other end of `startChild`: a program that does as its parent says, and ends when that is gone. */
import { z } from 'zod';

const askedSchema = z.object({ id: z.int(), verb: z.string(), value: z.unknown().optional() });

export type Verbs = Readonly<Record<string, (value: unknown) => unknown>>;

/** The settings the parent gave. */
export function settingsOf<T>(schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(process.argv[2] ?? '{}'));
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/**
 * Answers the parent's questions, `cpu` among them; runs `close` and exits when the parent lets go. A
 * question that comes before `starting` has resolved waits for it.
 */
export function obey(starting: Promise<{ verbs: Verbs; close: () => Promise<unknown> }>): void {
  async function answer(message: unknown): Promise<void> {
    const { id, verb, value } = askedSchema.parse(message);
    try {
      const { verbs } = await starting;
      const work = verb === 'cpu' ? cpu : verbs[verb];
      if (work === undefined) throw new Error('no such verb');
      process.send?.({ id, value: await work(value) });
    } catch (error) {
      process.send?.({ id, error: String(error) });
    }
  }
  process.on('message', (message) => void answer(message));
  process.on('disconnect', () => {
    const leave = (): never => process.exit(0);
    starting.then(({ close }) => close()).then(leave, leave);
  });
}
