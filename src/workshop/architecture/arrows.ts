/** Which room may import which (docs/architecture.md), as rules of dependency-cruiser. */
import type { IForbiddenRuleType, IRegularForbiddenRuleType } from 'dependency-cruiser';

/** From the ground up: each stands only on those before it. The workshop stands beside the product. */
export const storeys: readonly string[] = [
  'common',
  'identity',
  'storage',
  'wall',
  'pictures',
  'simulator',
  'edge',
  'tripwire',
  'bridge',
  'cli',
];

export const tests = String.raw`\.(test|type-test|contract)\.ts$|/testing/|/contract/|^src/workshop/(testing|architecture|end-to-end|proof/(alike|races|cancellations|fuzz|outages))/`;

/** Only what `except` matches may import `to`. */
function only(name: string, except: string, to: string): IRegularForbiddenRuleType {
  return {
    name,
    severity: 'error',
    from: { path: '^src/', pathNot: [except, tests] },
    to: { path: to },
  };
}

function never(name: string, from: string, to: string, toNot?: string): IForbiddenRuleType {
  return {
    name,
    severity: 'error',
    from: { path: from, pathNot: tests },
    to: { path: to, ...(toNot !== undefined && { pathNot: toNot }) },
  };
}

/** No storey imports one above it, nor the workshop, nor the composition root. */
const upwards: readonly IForbiddenRuleType[] = storeys.map((storey, at) =>
  never(
    `no arrow up from ${storey}`,
    `^src/${storey}/`,
    `^src/(${[...storeys.slice(at + 1), 'main'].join('|')})(/|\\.)`,
  ),
);

/** Libraries that belong to one room. */
const libraries: readonly IRegularForbiddenRuleType[] = [
  only(
    'node-cache is the wall’s',
    '^src/wall/partitions/account-cache\\.ts$',
    'node_modules/node-cache',
  ),
  only('express is the edge’s', '^src/edge/http/', 'node_modules/express'),
  only('actions-on-google is the edge’s', '^src/edge/http/', 'node_modules/actions-on-google'),
  only('prom-client is the metrics’', '^src/bridge/metrics\\.ts$', 'node_modules/prom-client'),
  only('jsonwebtoken is identity’s', '^src/identity/', 'node_modules/jsonwebtoken'),
  only('better-sqlite3 is storage’s', '^src/storage/sqlite/', 'node_modules/better-sqlite3'),
  only('postgres is storage’s', '^src/storage/postgres/', 'node_modules/postgres/'),
  only(
    'node-datachannel is WebRTC’s',
    '^src/(pictures/streams/webrtc|simulator/client)/',
    'node_modules/node-datachannel',
  ),
];

/** Doors with few keys. */
const doors: readonly IRegularForbiddenRuleType[] = [
  only('only verifiers mint proofs', '^src/identity/', '^src/identity/minting'),
  only(
    'only the wall reads the map',
    '^src/(wall|storage)/',
    '^src/storage/(device-map|suspensions|pins|places)',
  ),
  only('accounts are bound in the engines', '^src/storage/', '^src/storage/bound-tenant'),
  only(
    'operators alone speak for no account',
    '^src/(cli|bridge|tripwire|simulator/demo|workshop/(bench|proof)|wall/operator)/',
    '^src/wall/operator/',
  ),
  only(
    'only the wall opens partitions',
    '^src/wall/',
    '^src/wall/partitions/(create-partition|open-partition|session|sessions|validity|suspensions|emergency-stop|watch|sealed-source)\\.ts',
  ),
  only(
    'engines are named in the bridge',
    '^src/(bridge|cli|workshop/(bench|proof)|storage/(sqlite|postgres))/',
    '^src/storage/(sqlite|postgres)/',
  ),
  only(
    'a kind of source is asked through the registry',
    '^src/pictures/cameras/',
    '^src/pictures/cameras/rtsp/',
  ),
];

/** What would get past all other rules. */
const everywhere: readonly IForbiddenRuleType[] = [
  {
    name: 'every file stands in a storey',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: `^src/(?!(${[...storeys, 'main', 'setup', 'workshop'].join('|')})(/|\\.))` },
  },
  // Nothing holds what such a file imports itself.
  {
    name: 'nothing is imported from outside the source',
    severity: 'error',
    from: { path: '^src/(?!workshop/)' },
    to: {
      // The display’s pages load those from the bridge.
      path: '^(?!src/|.*node_modules/|/display/)',
      dependencyTypesNot: ['core'],
    },
  },
  {
    // A proof is passed as a value: what goes along with a call unseen could be another request's.
    name: 'nothing goes along unseen from call to call',
    severity: 'error',
    // What runs the suites ends what Jest leaves behind there.
    from: { path: '^src/', pathNot: [tests, '^src/workshop/setup/'] },
    to: { path: '^(node:)?(async_hooks|diagnostics_channel|domain)$' },
  },
  // The drawing has no arrow of a file that stands in no room.
  never('every file stands in a room', '^src/(wall|pictures|simulator|edge)/[^/]+$', '^src/'),
  never('what starts a clone stands alone', '^src/setup/', '^src/', '^src/setup/'),
  never('what starts a clone is not imported', '^src/(?!setup/|workshop/)', '^src/setup/'),
  // The workshop starts those of its own.
  never('nothing stands on tests', '^src/(?!workshop/)', tests),
  {
    name: 'what few may import is not passed on',
    severity: 'error',
    from: { path: '^src/', pathNot: tests },
    to: {
      path: [...libraries, ...doors].flatMap(({ to: { path } }) => path ?? []),
      dependencyTypes: ['export'],
    },
  },
];

/** Arrows between rooms. */
const rooms: readonly IForbiddenRuleType[] = [
  never('common knows nobody', '^src/common/', '^src/', '^src/common/'),
  never(
    'identity is a leaf',
    '^src/identity/',
    '^src/',
    '^src/(identity/|common/(failures|make-folder))',
  ),
  never(
    'storage knows ids only',
    '^src/storage/',
    '^src/',
    '^src/(storage/|identity/|common/(failures|make-folder))',
  ),
  never(
    'partitions stand on storage',
    '^src/wall/partitions/',
    '^src/',
    '^src/(wall/partitions/|storage/|identity/|common/(failures|group-by))',
  ),
  never(
    'the record knows what it is told',
    '^src/wall/audit/',
    '^src/',
    '^src/(wall/audit/|wall/partitions/recorder|storage/history|identity/|common/(failures|make-folder|missing-file|group-by))',
  ),
  never(
    'only the bridge and commands keep records',
    '^src/(?!bridge/|cli/|wall/audit/)',
    '^src/wall/audit/',
  ),
  never(
    'a backup knows bytes only',
    '^src/wall/operator/backup/',
    '^src/',
    '^src/(wall/operator/backup/|common/(failures|make-folder))',
  ),
  never(
    'only commands make backups',
    '^src/(?!cli/|wall/operator/backup/)',
    '^src/wall/operator/backup/',
  ),
  never(
    'media knows no camera and no display',
    '^src/pictures/media/',
    '^src/',
    '^src/(pictures/media/|common/)',
  ),
  never(
    'cameras know stamps only',
    '^src/pictures/cameras/',
    '^src/',
    '^src/(pictures/(cameras|media)/|wall/partitions/|common/)',
  ),
  never(
    'streams stand on cameras',
    '^src/pictures/streams/',
    '^src/',
    '^src/(pictures/|wall/partitions/|identity/|common/)',
  ),
  never(
    'fulfillment speaks in plain values',
    '^src/edge/assistants/',
    '^src/',
    '^src/(edge/assistants/|pictures/streams/|wall/partitions/|identity/|common/)',
  ),
  never(
    'the core of the assistants knows none of them',
    String.raw`^src/edge/assistants/[^/]+\.ts$`,
    '^src/edge/assistants/[^/]+/',
  ),
  never(
    'linking speaks in plain values',
    '^src/edge/linking/',
    '^src/',
    '^src/(edge/linking/|wall/partitions/|storage/|identity/|common/)',
  ),
  never(
    'nothing imports the edge but the bridge',
    '^src/(?!bridge/|edge/http/|workshop/)',
    '^src/edge/http/',
  ),
  never(
    'the simulator is for demo, canaries and the virtual display',
    '^src/(?!bridge/|simulator/|cli/|tripwire/|workshop/|edge/http/display|edge/pages/display)',
    '^src/simulator/',
  ),
  never(
    'of the simulator the bridge and commands know the demo',
    String.raw`^src/(bridge/|cli/(?!replay\.ts$))`,
    '^src/simulator/',
    '^src/simulator/demo/',
  ),
  never(
    'of the simulator the virtual display knows the client',
    '^src/edge/',
    '^src/simulator/',
    '^src/simulator/client/',
  ),
  never(
    'of pictures the simulator knows what they are',
    '^src/simulator/',
    '^src/pictures/',
    '^src/pictures/media/',
  ),
  never(
    'the tripwire stands at the front door',
    '^src/tripwire/',
    '^src/',
    '^src/(tripwire/|simulator/|pictures/(cameras/media|media/)|wall/(partitions|operator)/|storage/|identity/|common/)',
  ),
  never(
    'nothing imports the tripwire but the bridge',
    '^src/(?!bridge/|tripwire/|cli/)',
    '^src/tripwire/',
  ),
  never(
    'alarms know what they are told',
    '^src/bridge/alarm/',
    '^src/',
    '^src/(bridge/alarm/|common/)',
  ),
  never('only the bridge tells alarms', '^src/(?!bridge/)', '^src/bridge/alarm/'),
  never(
    'control speaks of files and lines only',
    '^src/bridge/control/',
    '^src/',
    '^src/(bridge/control/|common/)',
  ),
  never(
    'only the bridge and commands use control',
    '^src/(?!bridge/|cli/)',
    '^src/bridge/control/',
  ),
  never(
    'settings are the bridge’s to read',
    '^src/(?!bridge/|cli/|workshop/)',
    '^src/bridge/config/',
  ),
  never(
    'the product does not stand on the workshop',
    String.raw`^src/(?!cli/(prove|replay)\.ts$|workshop/)`,
    '^src/workshop/',
  ),
  {
    name: 'what reaches into the workshop is loaded when it is called',
    severity: 'error',
    from: { path: '^src/', pathNot: tests },
    to: { path: String.raw`^src/cli/(prove|replay)\.ts$`, dynamic: false },
  },
  never(
    'of the workshop commands call what is for them',
    '^src/cli/',
    '^src/workshop/(?!lab/|proof/prove/)',
  ),
  never(
    'what ships stands on nothing of the tests',
    '^src/workshop/(lab/|proof/(prove/|proxy/|[^/]+$))',
    tests,
  ),
  // It starts servers as they do.
  never(
    'what ships stands on nothing of the tests',
    '^src/workshop/bench/',
    tests,
    '^src/workshop/testing/postgres-',
  ),
  never('nothing imports the bench', '^src/(?!workshop/bench/)', '^src/workshop/bench/'),
  {
    name: 'no circles',
    severity: 'error',
    from: { path: '^src/', pathNot: tests },
    to: { circular: true },
  },
];

export const rules: readonly IForbiddenRuleType[] = [
  ...upwards,
  ...libraries,
  ...doors,
  ...everywhere,
  ...rooms,
];
