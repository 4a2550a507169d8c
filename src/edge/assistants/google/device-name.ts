/** The name under which a device of a request is answered. */
import { z } from 'zod';

const device = z.object({ id: z.unknown().optional() });

/** Stands for a device that has no usable id. Nobody has a device of that name. */
const nameless = '(no id)';

/**
 * Returns the `id` of a device of a request. A number, a truth value or null is written as text, and a device
 * without an id is called so: then it, too, has an answer of its own, and takes none from another.
 */
export function deviceName(value: unknown): string {
  const { data } = device.safeParse(value);
  if (data === undefined) return nameless;
  const { id } = data;
  if (id === null || typeof id === 'number' || typeof id === 'boolean') return String(id);
  return typeof id === 'string' ? id : nameless;
}
