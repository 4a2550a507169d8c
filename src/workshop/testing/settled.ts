/** A bridge that runs, and an account of its own that is linked: for cameras that a test adds one by one. */
import { type DemoBridge, startDemoBridge } from './demo-bridge.ts';
import { type NewAccount, openOperator, type Operator } from './operator.ts';

export interface Settled {
  readonly bridge: DemoBridge;
  readonly operator: Operator;
  /** The one camera that it has is never asked for. */
  readonly account: NewAccount;
  /** Access token of its linking. */
  readonly token: string;
}

/** Resolves when the bridge runs. The caller closes `bridge` and `operator`. */
export async function openSettled(): Promise<Settled> {
  const bridge = await startDemoBridge();
  const operator = openOperator(bridge.dataDir);
  const account = await operator.settle('birch-two', 'rtsp://127.0.0.1:9/never-asked');
  const { accessToken } = await bridge.link(account);
  return { bridge, operator, account, token: accessToken };
}
