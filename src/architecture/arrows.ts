/** Which room may import which (docs/architecture.md), as rules of dependency-cruiser. */
import type { IForbiddenRuleType } from 'dependency-cruiser';

const tests = String.raw`\.(test|type-test|contract)\.ts$|/testing|^src/architecture/`;

/** Everything in `rooms` but what `except` matches may not import `to`. */
function only(name: string, except: string, to: string): IForbiddenRuleType {
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

/** Libraries that belong to one room. */
const libraries: readonly IForbiddenRuleType[] = [
  only('node-cache is the wall’s', '^src/partitions/', 'node_modules/node-cache'),
  only('express is the edge’s', '^src/http/', 'node_modules/express'),
  only('actions-on-google is the edge’s', '^src/http/', 'node_modules/actions-on-google'),
  only('prom-client is the metrics’', '^src/metrics\\.ts$', 'node_modules/prom-client'),
  only('jsonwebtoken is identity’s', '^src/identity/', 'node_modules/jsonwebtoken'),
  only('better-sqlite3 is storage’s', '^src/storage/sqlite/', 'node_modules/better-sqlite3'),
  only(
    'node-datachannel is WebRTC’s',
    '^src/(streams/webrtc|lab/display)/',
    'node_modules/node-datachannel',
  ),
];

/** Doors with few keys. */
const doors: readonly IForbiddenRuleType[] = [
  only('only verifiers mint proofs', '^src/identity/', '^src/identity/minting'),
  only(
    'only the wall reads the map',
    '^src/(partitions|storage)/',
    '^src/storage/(device-map|suspensions|pins|places)',
  ),
  only(
    'the register is for operators',
    '^src/(cli|lab/demo|lab/prove|bench|bridge|tripwire|partitions)',
    '^src/partitions/(register|switch|pin-register|origin-register)',
  ),
  only(
    'only the wall makes households',
    '^src/partitions/',
    '^src/partitions/(home|household|session|sessions|standing|suspensions|halt|watch|sealed-source)\\.ts',
  ),
  only(
    'engines are named in the bridge',
    '^src/(bridge|cli|bench|lab/prove|storage/sqlite)',
    '^src/storage/sqlite/',
  ),
  only('cameras are named in the bridge', '^src/(bridge|cameras)', '^src/cameras/rtsp/'),
];

/** Arrows between rooms. */
const arrows: readonly IForbiddenRuleType[] = [
  never('failures is a leaf', '^src/failures', '^src/'),
  never('identity is a leaf', '^src/identity/', '^src/', '^src/(identity|failures)'),
  never('storage knows ids only', '^src/storage/', '^src/', '^src/(storage|identity|failures)'),
  never(
    'partitions stand on storage',
    '^src/partitions/',
    '^src/',
    '^src/(partitions|storage|identity|failures)',
  ),
  never(
    'the record knows what it is told',
    '^src/audit/',
    '^src/',
    '^src/(audit|partitions/recorder|storage/history|identity|failures|missing-file)',
  ),
  never(
    'only the bridge and commands keep records',
    '^src/(?!bridge|lost-database|cli/|audit/)',
    '^src/audit/',
  ),
  never(
    'cameras know stamps only',
    '^src/cameras/',
    '^src/',
    '^src/(cameras|partitions|failures|deadline)',
  ),
  never(
    'streams stand on cameras',
    '^src/streams/',
    '^src/',
    '^src/(streams|cameras|partitions|identity|failures|fair-gate|rate|host-name)',
  ),
  never(
    'fulfillment speaks in plain values',
    '^src/fulfillment/',
    '^src/',
    '^src/(fulfillment|streams|partitions|identity|failures|config)',
  ),
  never(
    'linking speaks in plain values',
    '^src/linking/',
    '^src/',
    '^src/(linking|partitions|storage|identity|failures|config|rate)',
  ),
  never('nothing imports the edge but the bridge', '^src/(?!bridge|http/|bench/)', '^src/http/'),
  never(
    'nothing imports the lab but the bridge',
    '^src/(?!bridge|run|lab/|cli/|bench/|tripwire/|http/display|pages/display)',
    '^src/lab/',
  ),
  never(
    'the tripwire stands at the front door',
    '^src/tripwire/',
    '^src/',
    '^src/(tripwire|lab|cameras/media|partitions|storage|identity|failures|deadline|log|project-root)',
  ),
  never(
    'nothing imports the tripwire but the bridge',
    '^src/(?!bridge|tripwire/|cli/)',
    '^src/tripwire/',
  ),
  never('alarms know what they are told', '^src/alarm/', '^src/', '^src/(alarm|deadline)'),
  never(
    'control speaks of files and lines only',
    '^src/control/',
    '^src/',
    '^src/(control|running-bridge)',
  ),
  never(
    'only the bridge and commands use control',
    '^src/(?!bridge|run|cli/|control/)',
    '^src/control/',
  ),
  never('a backup knows bytes only', '^src/backup/', '^src/', '^src/(backup|failures)'),
  never('only commands make backups', '^src/(?!cli/|backup/)', '^src/backup/'),
  never('only the bridge tells alarms', '^src/(?!bridge|alarm/)', '^src/alarm/'),
  never('the product does not stand on its proof', '^src/(?!cli/|lab/prove/)', '^src/lab/prove/'),
  never('nothing imports the command line', '^src/(?!cli/)', '^src/cli/'),
  never('nothing imports the bench', '^src/(?!bench/)', '^src/bench/'),
  never('nothing imports tests', '^src/(?!setup/)', '^src/testing/'),
  {
    name: 'no circles',
    severity: 'error',
    from: { path: '^src/', pathNot: tests },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];

export const rules: readonly IForbiddenRuleType[] = [...libraries, ...doors, ...arrows];
