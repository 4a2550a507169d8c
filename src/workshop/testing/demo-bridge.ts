/** The whole bridge, as `npm start` runs it without configuration, in a folder of its own. */
import { removeFolder, scratchFolder } from './scratch-folder.ts';
import { startBridge } from '../../bridge/bridge.ts';
import { type Config, readConfig } from '../../bridge/config/config.ts';
import type { DemoFile } from '../../simulator/demo/demo-file.ts';
import { link, type Linked } from '../../simulator/client/link.ts';
import { createLog } from '../../common/log.ts';
import { intendAt, type Intend } from './intend.ts';

export type DemoAccount = DemoFile['accounts'][number];

export interface DemoBridge {
  readonly origin: string;
  readonly dataDir: string;
  readonly demo: DemoFile;
  readonly birch: DemoAccount;
  readonly harbour: DemoAccount;
  /** Everything that was logged, as one text. */
  readonly logged: () => string;
  /** Links the account of a person, of the demo or not. */
  link(account: Pick<DemoAccount, 'email' | 'password'>): Promise<Linked>;
  /** Posts one intent; returns status and parsed answer. */
  readonly intend: Intend;
  /** Stops it and starts it anew on the same folder. */
  restart(): Promise<DemoBridge>;
  close(): Promise<void>;
}

/** Starts the demo; `settings` take the place of its own. */
export async function startDemoBridge(
  settings: Partial<Config> = {},
  dataDir?: string,
): Promise<DemoBridge> {
  const folder = dataDir ?? scratchFolder('demo');
  const config = { ...readConfig({ PORT: '0', DATA_DIR: folder }), ...settings };
  let lines = '';
  const log = createLog('debug', { write: (line) => (lines += line) });
  const bridge = await startBridge(config, log);
  const { origin, demo } = bridge;
  if (demo === undefined) throw new TypeError('not a demo');
  const named = (name: string): DemoAccount => {
    const found = demo.accounts.find((account) => account.name === name);
    if (found === undefined) throw new TypeError(`no household ${name}`);
    return found;
  };
  return {
    origin,
    dataDir: folder,
    demo,
    birch: named('Birch'),
    harbour: named('Harbour'),
    logged: () => lines,
    link: ({ email, password }) => link({ origin, ...demo.oauth, email, password }),
    intend: intendAt(origin),
    async restart() {
      await bridge.close();
      return startDemoBridge(settings, folder);
    },
    async close() {
      await bridge.close();
      removeFolder(folder);
    },
  };
}
