/**
 * The real bridge as a process of its own, as it is started for the demo. For every line on its
 * standard input it collects garbage and says how much is left, and what was logged as an error. Only from
 * within a process can that be asked, which is why it is none of the other programs that start a bridge.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startBridge } from '../../../bridge/bridge.ts';
import { readConfig } from '../../../bridge/config/config.ts';
import { createLog } from '../../../common/log.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const logged: string[] = [];
const log = createLog('error', { write: (line) => void logged.push(line) });
const config = readConfig({ PORT: '0', DATA_DIR: process.argv[2] ?? '' });
const bridge = await startBridge(config, log);
const tell = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);
tell({ origin: bridge.origin, demo: bridge.demo });
const lines = createInterface({ input: process.stdin });
lines.on('line', () => {
  collect();
  tell({ heap: process.memoryUsage().heapUsed, faults: logged.splice(0).slice(0, 3) });
});
await once(lines, 'close');
await bridge.close();
process.exit(0);
