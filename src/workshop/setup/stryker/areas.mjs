/**
 * Where Stryker looks: partitions, operator and identity, and what every byte passes on its way out. Each
 * line has files and the tests beside them that must hold them alone: the fewer, the sooner a mutant is done.
 * A test of the tables makes sure that no file of these rooms is left out.
 */
import * as path from 'node:path/posix';

const within = (folder, lines) =>
  lines.map(([files, tests]) => ({
    files: files.split(' ').map((name) => `${folder}/${name}.ts`),
    tests: tests.split(' ').map((name) => path.join(folder, `${name}.test.ts`)),
  }));

export const areas = [
  {
    area: 'partitions',
    lines: [
      ...within('src/wall/partitions', [
        [
          'alarm camera-address origin origin-port partition session stamp recorder notes answered',
          'live-session recorder',
        ],
        ['sessions giving-way', 'sessions'],
        ['whereabouts', 'whereabouts'],
        ['create-partition', 'create-partition partitions'],
        ['own-row', 'own-row watch'],
        [
          'partitions open-partition account-cache sealed-source',
          'partitions account-cache sealed-source',
        ],
        ['validity', 'validity'],
        ['suspensions', 'suspensions fresh-rights held'],
        ['revision-clock', 'revision-clock'],
        ['watch', 'watch'],
        ['lease', 'lease'],
        ['find-session ticket-partition', 'ticket-partition session recorder'],
        ['emergency-stop', 'emergency-stop'],
        [
          'bound-origins known-cameras',
          '../../pictures/cameras/origin/origins ../../pictures/cameras/origin/pins',
        ],
        ['saying serials', '../../pictures/cameras/origin/likeness serials'],
        ['claims found-addresses older-rows', 'claims older-rows ../operator/swap'],
        ['place url-place usual-port', 'place'],
        ['camera-form camera-trust stream-form', 'camera-form camera-trust ../operator/register'],
      ]),
      ...within('src/wall/operator', [
        ['switch', 'switch'],
        [
          'register canary-register entry entry-register source-register source-change address-register',
          'register',
        ],
        [
          'pin-register',
          '../../pictures/cameras/origin/pins ../../pictures/cameras/origin/old-pin',
        ],
        ['look-alikes look-alike-search', '../../pictures/cameras/origin/likeness look-alikes'],
        ['unowned', 'unowned'],
        ['swap', '../partitions/claims ../partitions/older-rows swap'],
        ['origin-register', 'origin-register'],
        ['resealing', 'resealing'],
        ['asked-once', 'asked-once'],
      ]),
    ],
  },
  {
    area: 'origin and pin',
    lines: [
      ...within('src/pictures/cameras/origin', [
        ['pins reports stranger-marks old-pin', 'pins old-pin'],
        ['likeness', 'likeness ../../../wall/operator/look-alikes'],
        ['origin origin-guard realm', 'origin-guard realm'],
        ['origins', 'origins'],
        ['claim-origin', 'claim-origin'],
        ['seen-key', 'seen-key'],
        ['unowned', '../../../wall/operator/unowned'],
      ]),
    ],
  },
  {
    area: 'identity',
    lines: within('src/identity', [
      ['access-token ticket one-form oauth-client', 'tokens'],
      ['minting proof', 'minting'],
      ['keyring key-file key-file-form', 'keyring key-file'],
      ['key-rotation lifetimes', 'key-rotation'],
      ['renew-keys', 'renew-keys'],
      ['live-keys', 'live-keys'],
      ['seal', 'seal'],
      ['random', 'random'],
      ['audit-key keyed-hash secret sign-in ids', 'place-key keyed-hash secret sign-in ids'],
      ['password', 'password'],
      ['email', 'email'],
      ['place-key', 'place-key'],
    ]),
  },
  {
    area: 'delivery check',
    lines: [
      ...within('src/edge/http', [
        ['media deliver-file take-signal ticket-session', 'media'],
        ['in-flight', 'in-flight media'],
      ]),
      ...within('src/pictures/streams', [['create-streams running-stream', 'create-streams']]),
      ...within('src/pictures/streams/webrtc', [['outbox', 'outbox outbox-pace']]),
    ],
  },
];
