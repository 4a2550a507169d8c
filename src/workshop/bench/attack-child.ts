/**
 * An attack as a program of the bench. It goes on until it is stopped.
 *
 * Verbs: `begun`, answered once it has struck; `outcomes`, how often what came of it; `cpu`.
 */
import { until } from '../until.ts';
import { attackSchema } from './attack-settings.ts';
import { attacks } from './attacks.ts';
import { createHttpClient } from './http-client.ts';
import { obey, settingsOf } from './obey.ts';

async function start() {
  const settings = settingsOf(attackSchema);
  // Not from where the neighbour is.
  const client = createHttpClient(settings.origin, '127.0.0.2');
  const outcomes = new Map<string, number>();
  let over = false;
  const [account] = settings.accounts;
  if (account === undefined) throw new TypeError('an attack without accounts');
  const by = {
    ...settings,
    client,
    stopped: () => over,
    count: (outcome: string) => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1),
  };
  const striking = attacks[settings.attack](by, account);
  striking.catch((error: unknown) => by.count(String(error)));
  return {
    verbs: {
      async begun() {
        return until(() => outcomes.size > 0, 60_000, { what: 'nothing came of it' });
      },
      outcomes: () => Object.fromEntries(outcomes),
    },
    async close() {
      over = true;
      client.close();
      await striking.catch(() => undefined);
    },
  };
}

obey(start());
