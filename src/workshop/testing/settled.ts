/** A bridge that runs, and a household of its own that is linked: for cameras that a test adds one by one. */
import { type DemoBridge, startDemoBridge } from './demo-bridge.ts';
import { type NewHousehold, openOperator, type Operator } from './operator.ts';

export interface Settled {
  readonly bridge: DemoBridge;
  readonly operator: Operator;
  /** The one camera that it has is never asked for. */
  readonly household: NewHousehold;
  /** Access token of its linking. */
  readonly token: string;
}

export async function openSettled(): Promise<Settled> {
  const bridge = await startDemoBridge();
  const operator = openOperator(bridge.dataDir);
  const household = await operator.settle('birch-two', 'rtsp://127.0.0.1:9/never-asked');
  const { accessToken } = await bridge.link(household);
  return { bridge, operator, household, token: accessToken };
}
