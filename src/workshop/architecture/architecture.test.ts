/**
 * Which room imports which, and what docs/architecture.md draws of it.
 *
 * @takes 28 s
 * @computes
 */
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { rules, tests } from './arrows.ts';
import { arrowsOf, drawnArrows, onCircles } from './drawing.ts';

// The whole source is read: on a loaded machine that takes its time.
jest.setTimeout(240_000);

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What the source below `folder` imports, and which rules that breaks, as `rule: from -> to`. */
async function read(folder: string) {
  const { output } = await cruise(['src'], {
    baseDir: folder,
    ruleSet: { forbidden: [...rules] },
    validate: true,
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: 'node_modules',
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.json'] },
  });
  const { summary, modules } = output as ICruiseResult;
  expect(summary.totalCruised).toBeGreaterThan(50);
  const broken = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  return { broken, modules };
}

/** Rule, the room that breaks it, what it imports. */
const planted: [string, string, string][] = [
  ['no arrow up from common', 'common', '../identity/ids.ts'],
  ['no arrow up from identity', 'identity', '../storage/store.ts'],
  ['no arrow up from storage', 'storage', '../wall/partitions/stamp.ts'],
  ['no arrow up from wall', 'wall/partitions', '../../pictures/streams/feeds.ts'],
  ['no arrow up from pictures', 'pictures/streams', '../../edge/http/media.ts'],
  ['no arrow up from simulator', 'simulator/demo', '../../bridge/config/config.ts'],
  ['no arrow up from edge', 'edge/linking', '../../bridge/config/config.ts'],
  ['no arrow up from tripwire', 'tripwire', '../bridge/bridge.ts'],
  ['no arrow up from bridge', 'bridge', '../main.ts'],
  ['no arrow up from cli', 'cli', '../main.ts'],
  ['common knows nobody', 'common', '../storage/store.ts'],
  ['only the wall reads the map', 'edge/assistants', '../../storage/device-map.ts'],
  ['accounts are bound in the engines', 'wall/partitions', '../../storage/bound-tenant.ts'],
  ['only verifiers mint proofs', 'edge/http', '../../identity/minting.ts'],
  ['node-cache is the wall’s', 'pictures/streams', 'node-cache'],
  ['express is the edge’s', 'edge/linking', 'express'],
  ['actions-on-google is the edge’s', 'edge/assistants', 'actions-on-google'],
  ['jsonwebtoken is identity’s', 'edge/http', 'jsonwebtoken'],
  ['prom-client is the metrics’', 'edge/http', 'prom-client'],
  ['better-sqlite3 is storage’s', 'wall/partitions', 'better-sqlite3'],
  ['postgres is storage’s', 'wall/partitions', 'postgres'],
  ['node-datachannel is WebRTC’s', 'tripwire', 'node-datachannel'],
  ['identity is a leaf', 'identity', '../common/rate.ts'],
  ['storage knows ids only', 'storage', '../common/rate.ts'],
  ['partitions stand on storage', 'wall/partitions', '../operator/register.ts'],
  ['operators alone speak for no account', 'edge/http', '../../wall/operator/register.ts'],
  [
    'only the wall opens partitions',
    'pictures/streams',
    '../../wall/partitions/create-partition.ts',
  ],
  ['engines are named in the bridge', 'wall/operator', '../../storage/sqlite/accounts.ts'],
  ['engines are named in the bridge', 'wall/operator', '../../storage/postgres/accounts.ts'],
  [
    'a kind of source is asked through the registry',
    'bridge',
    '../pictures/cameras/rtsp/target.ts',
  ],
  ['media knows no camera and no display', 'pictures/media', '../cameras/media.ts'],
  ['media knows no camera and no display', 'pictures/media', '../../wall/partitions/stamp.ts'],
  ['nothing imports the edge but the bridge', 'tripwire', '../edge/http/media.ts'],
  ['the core of the assistants knows none of them', 'edge/assistants', './google/sync.ts'],
  ['the record knows what it is told', 'wall/audit', '../partitions/session.ts'],
  ['only the bridge and commands keep records', 'wall/partitions', '../audit/chain.ts'],
  ['a backup knows bytes only', 'wall/operator/backup', '../register.ts'],
  ['cameras know stamps only', 'pictures/cameras', '../../identity/ids.ts'],
  ['streams stand on cameras', 'pictures/streams', '../../wall/operator/register.ts'],
  ['fulfillment speaks in plain values', 'edge/assistants', '../http/bearer.ts'],
  ['linking speaks in plain values', 'edge/linking', '../http/bearer.ts'],
  ['alarms know what they are told', 'bridge/alarm', '../limits.ts'],
  ['control speaks of files and lines only', 'bridge/control', '../limits.ts'],
  ['only commands make backups', 'bridge', '../wall/operator/backup/sealed-file.ts'],
  [
    'the simulator is for demo, canaries and the virtual display',
    'edge/http',
    '../../simulator/clips/clip.ts',
  ],
  [
    'of the simulator the bridge and commands know the demo',
    'bridge',
    '../simulator/client/link.ts',
  ],
  ['of the simulator the bridge and commands know the demo', 'cli', '../simulator/client/link.ts'],
  [
    'of the simulator the virtual display knows the client',
    'edge/http',
    '../../simulator/demo/demo.ts',
  ],
  [
    'of pictures the simulator knows what they are',
    'simulator/clips',
    '../../pictures/cameras/media.ts',
  ],
  [
    'nothing imports the tripwire but the bridge',
    'workshop/lab',
    '../../tripwire/canary-watermark.ts',
  ],
  ['the tripwire stands at the front door', 'tripwire', '../edge/http/media.ts'],
  ['only the bridge tells alarms', 'cli', '../bridge/alarm/outlet.ts'],
  ['only the bridge and commands use control', 'workshop/lab', '../../bridge/control/stop-file.ts'],
  ['settings are the bridge’s to read', 'tripwire', '../bridge/config/config.ts'],
  [
    'the product does not stand on the workshop',
    'tripwire',
    '../workshop/proof/prove/oracle/oracle.ts',
  ],
  ['the product does not stand on the workshop', 'cli', '../workshop/lab/replay/replay.ts'],
  ['what reaches into the workshop is loaded when it is called', 'cli', './replay.ts'],
  ['of the workshop commands call what is for them', 'cli', '../workshop/bench/statistics.ts'],
  ['what ships stands on nothing of the tests', 'workshop/lab', '../testing/needs.ts'],
  ['what ships stands on nothing of the tests', 'workshop/proof/proxy', '../../testing/needs.ts'],
  ['what ships stands on nothing of the tests', 'workshop/proof', '../testing/needs.ts'],
  [
    'what ships stands on nothing of the tests',
    'workshop/lab',
    '../../pictures/media/testing/h264.ts',
  ],
  ['nothing imports the bench', 'workshop/lab', '../bench/statistics.ts'],
  ['node-cache is the wall’s', 'wall/partitions', 'node-cache'],
  ['every file stands in a storey', 'edge/http', '../../shed/planted.ts'],
  ['nothing is imported from outside the source', 'edge/http', '../../../dist/bridge/bridge.js'],
  ['nothing goes along unseen from call to call', 'wall/partitions', 'node:async_hooks'],
  ['every file stands in a room', 'edge', './linking/linking.ts'],
  ['what starts a clone stands alone', 'setup', '../bridge/bridge.ts'],
  ['what starts a clone is not imported', 'edge/http', '../../setup/lock.mjs'],
  ['no circles', 'common', './planted-NEXT.ts'],
  ['no circles', 'common', './planted-LAST.ts'],
  ['nothing stands on tests', 'edge/http', './media-path.test.ts'],
  ['what few may import is not passed on', 'wall/partitions', './create-partition.ts'],
];

/** Files that are there to break a rule; nothing imports them but one the other. */
const isPlanted = (path: string): boolean => /\/planted(-\d+)?\.ts\b/.test(path);

// The source is read once, in a copy with what is planted: without that it is the source as it stands.
let found: string[];
let arrows: string[];
let own: { readonly broken: string[]; readonly arrows: string[] };
beforeAll(async () => {
  const copy = scratchFolder('arrows');
  try {
    await cp(join(root, 'src'), join(copy, 'src'), { recursive: true });
    await cp(join(root, 'package.json'), join(copy, 'package.json'));
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    await mkdir(join(copy, 'src/shed'));
    await writeFile(join(copy, 'src/shed/planted.ts'), "export * from '../bridge/bridge.ts';\n");
    for (const [at, [rule, room, imported]] of planted.entries()) {
      const path = imported.replace('NEXT', String(at + 1)).replace('LAST', String(at - 1));
      // A circle of types is one.
      const what = rule === 'no circles' ? 'type *' : '*';
      const text = `export ${what} from '${path}';\n`;
      await writeFile(join(copy, `src/${room}/planted-${at}.ts`), text);
    }
    const { broken, modules } = await read(copy);
    found = broken;
    arrows = arrowsOf(modules, new RegExp(tests));
    own = {
      broken: broken.filter((line) => !isPlanted(line)),
      arrows: arrowsOf(
        modules.filter(({ source }) => !isPlanted(source)),
        new RegExp(tests),
      ),
    };
  } finally {
    removeFolder(copy);
  }
});

test('no room imports what it must not, none stands on itself, and the page draws every arrow that there is', async () => {
  expect(own.broken).toEqual([]);
  const page = await readFile(join(root, 'docs/architecture.md'), 'utf8');
  expect(drawnArrows(page)).toEqual(own.arrows);
  // Files need not stand in one where their rooms do.
  expect(onCircles(own.arrows)).toEqual([]);
});

test.each(planted.map(([rule, room], at) => [rule, `src/${room}/planted-${at}.ts`]))(
  'a planted violation is found: %s in %s',
  (rule, file) => {
    // Of a circle one file alone is said to begin it.
    const broken = found.filter((line) => line.startsWith(`${rule}: `));
    expect(broken).toContainEqual(expect.stringContaining(file));
  },
);

test('a violation of every rule is planted', () => {
  const held = new Set(planted.map(([rule]) => rule));
  expect(rules.filter(({ name }) => !held.has(name ?? '')).map(({ name }) => name)).toEqual([]);
});

test('an arrow that is not drawn is found, and so is one that is drawn and is not', () => {
  expect(arrows).toEqual(expect.arrayContaining(['tripwire --> edge', 'partitions --> operator']));
  expect(drawnArrows('```mermaid\nflowchart TB\n  a --> b & c\n```\n')).toEqual([
    'a --> b',
    'a --> c',
  ]);
});

test('rooms that stand on one another are found', () => {
  expect(onCircles(['a --> b', 'b --> c', 'c --> a', 'c --> d', 'e --> a'])).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(onCircles(['a --> b', 'a --> c', 'b --> c'])).toEqual([]);
});
