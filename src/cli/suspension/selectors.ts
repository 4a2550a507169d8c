/** What a command suspends or resumes: exactly one of four options. */
import type { Command } from 'commander';
import type { Suspendable } from '../../wall/operator/switch.ts';
import { deviceId, findAccount } from '../find.ts';
import type { CommonOptions, Data } from '../leaf.ts';
import { UsageError } from '../usage.ts';

export interface SelectorOptions extends CommonOptions {
  readonly all?: true;
  readonly account?: string;
  readonly model?: string;
  readonly device?: string;
}

/** Adds the four options. */
export function selectors(command: Command): Command {
  return command
    .option('--all', 'everything')
    .option('--account <account>', 'what this account sees: id or e-mail')
    .option('--model <model>', 'every camera that was added with exactly this model')
    .option('--device <device>', 'the camera behind this device id, whoever sees it');
}

/** @throws UsageError unless exactly one is given, Failure `not-found` for one that is unknown. */
export async function readSelector(
  { store }: Data,
  { all, account, model, device }: SelectorOptions,
): Promise<Suspendable> {
  const given = [all, account, model, device].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw new UsageError('name exactly one of --all, --account, --model and --device');
  }
  if (account !== undefined) {
    return { of: 'account', account: (await findAccount(store, account)).id };
  }
  if (model !== undefined) return { of: 'model', model };
  return device === undefined ? { of: 'all' } : { of: 'device', device: deviceId(device) };
}
