/** Which of the cameras listed are suspended, and the command that ends it. */
import type { DeviceId } from '../../identity/ids.ts';
import type { Suspendable, Suspension } from '../../wall/operator/switch.ts';
import type { Data } from '../leaf.ts';
import { inWords } from '../suspension/shown.ts';

interface Listed {
  readonly device: DeviceId;
  readonly account: string;
  readonly model?: string | undefined;
  /** Its owner's, if it is shared. */
  readonly ownerDevice?: DeviceId | undefined;
}

/** Whether a suspension covers a row. */
export function holds({ what }: Pick<Suspension, 'what'>, row: Listed): boolean {
  switch (what.of) {
    case 'all':
      return true;
    case 'account':
      return what.account === row.account;
    case 'model':
      return what.model === row.model;
    case 'device':
      return what.device === row.device || what.device === row.ownerDevice;
  }
}

function optionOf(what: Suspendable): string {
  switch (what.of) {
    case 'all':
      return '--all';
    case 'account':
      return `--account ${what.account}`;
    case 'model':
      return `--model '${what.model.replaceAll("'", String.raw`'\''`)}'`;
    case 'device':
      return `--device ${what.device}`;
  }
}

/** Returns one line for each suspension that covers one of the rows. */
export async function suspensionLines(
  data: Data,
  suspensions: readonly Suspension[],
  rows: readonly Listed[],
): Promise<readonly string[]> {
  const holding = suspensions.filter((one) => rows.some((row) => holds(one, row)));
  return Promise.all(
    holding.map(async ({ what, until }) => {
      const end = until === undefined ? '' : ` until ${new Date(until).toISOString()}`;
      const resume = `casement resume ${optionOf(what)}`;
      return `Suspended${end}: ${await inWords(data, what)}. To show it again: ${resume}`;
    }),
  );
}
