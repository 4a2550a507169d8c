/**
 * The short form of `npm run fuzz` for all that comes by HTTP, before a bridge in its own process.
 *
 * @takes 50 s
 * @computes
 */
import { expect, test } from '@jest/globals';
import { fuzz, type FuzzResult, type FuzzOptions } from '../../workshop/proof/fuzz/run.ts';
import { oauth } from '../../workshop/proof/fuzz/targets/oauth.ts';
import { tickets } from '../../workshop/proof/fuzz/targets/tickets.ts';
import { webhook } from '../../workshop/proof/fuzz/targets/webhook.ts';

const runs = 1_500;

test.each<[string, (options: FuzzOptions) => Promise<FuzzResult>]>([
  ['the webhook', (options) => fuzz(webhook, options)],
  ['account linking', (options) => fuzz(oauth, options)],
  ['the media edge', (options) => fuzz(tickets, options)],
])(
  'no input makes %s fail',
  async (_, run) => {
    const seed = Date.now() % 1_000_000;
    const result = await run({ runs, seed });
    expect({ seed, ...result }).toMatchObject({ seed, runs, faults: [] });
  },
  120_000,
);
