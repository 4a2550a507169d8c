/**
 * Defects of the kind that leaked elsewhere, each with the scenario of `casement prove` that must
 * find it. `changes` are made in a copy of the source; every `find` must occur exactly once there.
 *
 * Where one layer alone does not let a picture through to the wrong home, the layer behind it is
 * taken away as well: `without` names it. `as` is what it must be found as: another find is none. What is shown then is that the scenario sees the leak, not
 * that one mistake is enough for it.
 */

const stamps = 'stamps compared';
const stampsOff = {
  file: 'src/wall/partitions/stamp.ts',
  find: 'return a.camera === b.camera && a.epoch === b.epoch;',
  replace: 'return true;',
};

const claims = 'one owner for each place';
const claimsOff = {
  file: 'src/wall/partitions/claims.ts',
  find: "return free ? 'free' : 'taken';",
  replace: "return 'free';",
};

/** A new connection to a camera has nobody looked after who watches another one. */
const unsettled = {
  file: 'src/bridge/bridge.ts',
  find: 'settle: () => partitions.recheck(),',
  replace: 'settle: () => Promise.resolve(),',
};

/** A revocation is only looked for every five seconds. */
const sleepyWatch = [
  unsettled,
  {
    file: 'src/wall/partitions/watch.ts',
    find: 'const everyMs = 200;',
    replace: 'const everyMs = 5_000;',
  },
];

/** Nor does anything else end what runs meanwhile. */
const unattended = [
  ...sleepyWatch,
  {
    file: 'src/wall/partitions/session.ts',
    find: 'export const leaseMs = 900;',
    replace: 'export const leaseMs = 10_000;',
  },
];

/** What comes from any other port than the camera's is taken, whoever is said to have sent it. */
const anyPort = [
  {
    file: 'src/pictures/cameras/rtsp/transport-udp.ts',
    find: 'if (closed || from.address !== ends.peer.address || from.port !== theirs) return;\n      take(bytes);',
    replace:
      'if (closed) return;\n      stray.now = from.port !== theirs;\n      take(bytes);\n      stray.now = false;',
  },
  {
    file: 'src/pictures/cameras/rtsp/transport-udp.ts',
    find: 'await connect(socket, theirs, ends.peer.address);',
    replace:
      'const send = socket.send.bind(socket) as any;\n    socket.send = ((bytes: any, done: any) => send(bytes, theirs, ends.peer.address, done)) as any;',
  },
  {
    file: 'src/pictures/cameras/rtsp/stream-receiver.ts',
    find: 'if (this.#lock?.admits(packet.ssrc, now) === false) return;',
    replace: 'if (!stray.now && this.#lock?.admits(packet.ssrc, now) === false) return;',
  },
  {
    file: 'src/pictures/cameras/rtsp/stream-receiver.ts',
    find: 'export class StreamReceiver implements',
    replace: 'export const stray = { now: false };\nexport class StreamReceiver implements',
  },
];

export const mutants = [
  {
    scenario: 'calm',
    mutant: 'who is being served stands in one place for all',
    as: 'another camera',
    without: stamps,
    changes: [
      {
        file: 'src/pictures/streams/create-streams.ts',
        find: '    const lease = feeds.open(address, home.agentUserId);',
        replace: '    let lease = (current = feeds.open(address));',
      },
      {
        file: 'src/pictures/streams/create-streams.ts',
        find: '      const session = home.startSession(device, protocol);',
        replace:
          '      lease = current;\n      const session = home.startSession(device, protocol);',
      },
      {
        file: 'src/pictures/streams/create-streams.ts',
        find: '/** How long it is believed. */',
        replace: 'let current: any;\n/** How long it is believed. */',
      },
      stampsOff,
    ],
  },
  {
    scenario: 'calm',
    mutant: 'whether the stream asked after before is over is told of the next one',
    as: 'a foreign state',
    changes: [
      {
        file: 'src/edge/http/media.ts',
        find: '        const session = await home.session(named(ticket));\n        // Who asks',
        replace: `        const asked = home.session(named(ticket));
        const told = before ?? asked;
        asked.catch(() => undefined);
        if (message.signal.action === 'state') before = asked;
        const session = await (message.signal.action === 'state' ? told : asked);
        // Who asks`,
      },
      {
        file: 'src/edge/http/media.ts',
        find: 'const signalLimit = 100_000;',
        replace: 'const signalLimit = 100_000;\nlet before: any;',
      },
    ],
  },
  {
    scenario: 'camera-network',
    mutant: 'a camera that does not answer is replaced by one that did',
    as: 'another camera',
    without: stamps,
    changes: [
      {
        file: 'src/pictures/streams/create-streams.ts',
        find: '    const lease = feeds.open(address, home.agentUserId);',
        replace: '    let lease = feeds.open(address);',
      },
      {
        file: 'src/pictures/streams/create-streams.ts',
        find: 'const tracks = await ready(likely);',
        replace: `const tracks = await ready(likely).then(
        (found: any) => ((good ??= [feeds.open(address), found]), found),
        (error: unknown) => {
          if (good === undefined) throw error;
          lease = good[0];
          return good[1];
        },
      );`,
      },
      {
        file: 'src/pictures/streams/create-streams.ts',
        find: '/** How long it is believed. */',
        replace: 'let good: any;\n/** How long it is believed. */',
      },
      stampsOff,
    ],
  },
  {
    scenario: 'camera-udp',
    mutant: 'datagrams go to whoever connected last',
    as: 'another camera',
    changes: [
      {
        file: 'src/pictures/cameras/rtsp/transport-udp.ts',
        find: '  const open = await keepPair(ends);',
        replace: '  latest = sink;\n  const open = await keepPair(ends);',
      },
      {
        file: 'src/pictures/cameras/rtsp/transport-udp.ts',
        find: '(bytes) => sink.rtp(bytes)',
        replace: '(bytes) => latest.rtp(bytes)',
      },
      {
        file: 'src/pictures/cameras/rtsp/transport-udp.ts',
        find: 'export async function openUdpTransport(',
        replace: 'let latest: any;\nexport async function openUdpTransport(',
      },
      // Else the SSRC of another camera is not taken.
      {
        file: 'src/pictures/cameras/rtsp/stream-receiver.ts',
        find: 'if (this.#lock?.admits(packet.ssrc, now) === false) return;',
        replace: '',
      },
    ],
  },
  {
    scenario: 'camera-media',
    mutant: 'all cameras share one buffer',
    as: 'another camera',
    without: stamps,
    changes: [
      {
        file: 'src/pictures/streams/gop-buffer.ts',
        find: '  let kept: AccessUnit[] = [];\n',
        replace: '',
      },
      {
        file: 'src/pictures/streams/gop-buffer.ts',
        find: 'export function createGopBuffer(',
        replace: 'let kept: AccessUnit[] = [];\nexport function createGopBuffer(',
      },
      stampsOff,
    ],
  },
  {
    scenario: 'camera-media',
    mutant: 'what came at about one time is sent as the same packets, whatever camera it is of',
    as: 'another camera',
    without: stamps,
    changes: [
      {
        file: 'src/pictures/streams/webrtc/packets.ts',
        find: 'const made = new WeakMap<AccessUnit, WeakRef<Packed>>();',
        replace: 'const made = new Map<number, WeakRef<Packed>>();',
      },
      {
        file: 'src/pictures/streams/webrtc/packets.ts',
        find: 'const known = made.get(unit)?.deref();',
        replace: 'const known = made.get(Math.floor(unit.heardAt / 50))?.deref();',
      },
      {
        file: 'src/pictures/streams/webrtc/packets.ts',
        find: 'made.set(unit, new WeakRef(packed));',
        replace: 'made.set(Math.floor(unit.heardAt / 50), new WeakRef(packed));',
      },
      stampsOff,
    ],
  },
  {
    scenario: 'camera-stops',
    mutant: 'a still that cannot be had is replaced by the last good one',
    as: 'another camera',
    changes: [
      {
        file: 'src/pictures/streams/snapshot/stills.ts',
        find: 'return Object.freeze({ stamp, jpeg, takenAt, heardAt });',
        replace: 'return (last = Object.freeze({ stamp, jpeg, takenAt, heardAt }));',
      },
      {
        file: 'src/pictures/streams/snapshot/stills.ts',
        find: 'if (options.ffmpeg === undefined || isCrowded(error)) throw error;',
        replace:
          'if (last === undefined) throw error;\n        return { ...last, stamp, takenAt: now(), heardAt: clock() };',
      },
      {
        file: 'src/pictures/streams/snapshot/stills.ts',
        find: '  const fresh = new Map<string, Still>();',
        replace: '  const fresh = new Map<string, Still>();\n  let last: any;',
      },
    ],
  },
  {
    scenario: 'broken-cameras',
    mutant: 'conditions are kept without the camera: the last that broke stands for all',
    as: 'a foreign reason',
    changes: [
      {
        file: 'src/pictures/cameras/conditions.ts',
        find: "of({ stamp: { camera, epoch }, opening }, line = 'stream') {\n      const known = cameras.get(camera);",
        replace:
          "of({ stamp: { epoch }, opening }, line = 'stream') {\n      const known = [...cameras.values()].findLast(\n        ({ lines }) => lines.get(line)?.reason !== undefined,\n      );",
      },
    ],
  },
  {
    scenario: 'broken-cameras',
    mutant: 'a condition does not ask for the ownership',
    as: 'a foreign reason',
    changes: [
      {
        file: 'src/pictures/cameras/conditions.ts',
        find: 'if (known?.epoch !== epoch) return undefined;',
        replace: 'if (known === undefined) return undefined;',
      },
      {
        file: 'src/pictures/cameras/conditions.ts',
        find: 'return stands ? { reason, since } : undefined;',
        replace: 'return { reason, since };',
      },
    ],
  },
  {
    scenario: 'broken-cameras',
    mutant: 'why the last camera was refused is said of the next one',
    as: 'a foreign reason',
    changes: [
      {
        file: 'src/pictures/streams/create-streams.ts',
        find: 'const refusal = await feeds.probe(address, ...times, unsuited);',
        replace:
          'const refusal = (refused = (await feeds.probe(address, ...times, unsuited)) ?? refused);',
      },
      {
        file: 'src/pictures/streams/create-streams.ts',
        find: '/** How long it is believed. */',
        replace: 'let refused: any;\n/** How long it is believed. */',
      },
    ],
  },
  {
    scenario: 'swapped-cameras',
    mutant: 'whoever answers at the address is believed',
    as: 'another camera',
    changes: [
      {
        file: 'src/wall/partitions/pins.ts',
        find: 'if (hashOf(seen, pin.fields) === pin.hash) return false;',
        replace: 'if (pin.hash.length > 0) return false;',
      },
    ],
  },
  {
    scenario: 'moved-cameras',
    mutant: 'what is open for a camera is used although the camera has moved',
    as: 'another camera',
    without: `cameras recognised, nothing bound by what was opened before, ${claims}`,
    changes: [
      claimsOff,
      {
        file: 'src/wall/partitions/origins.ts',
        find: "        throw new Failure('internal', 'the camera was bound otherwise, or opened anew, meanwhile');\n",
        replace: '',
      },
      {
        file: 'src/pictures/streams/feeds.ts',
        find: 'return JSON.stringify([stamp.camera, stamp.epoch, opening, rtsp, onvif, transport]);',
        replace: 'return JSON.stringify([stamp.camera, stamp.epoch, onvif]);',
      },
      {
        file: 'src/pictures/streams/feeds.ts',
        find: 'if (!(await stands(entry.address))) endLinger(entry);',
        replace: 'await stands(entry.address);',
      },
      {
        file: 'src/wall/partitions/pins.ts',
        find: 'if (hashOf(seen, pin.fields) === pin.hash) return false;',
        replace: 'if (pin.hash.length > 0) return false;',
      },
    ],
  },
  {
    scenario: 'redirecting-cameras',
    mutant: 'a redirect is followed wherever it leads',
    as: 'another camera',
    without: `one place for a connection, ${claims}`,
    changes: [
      claimsOff,
      {
        file: 'src/pictures/cameras/redirect.ts',
        find: "    guard.refused('leads-elsewhere');\n    throw new OriginRefusal('leads-elsewhere');",
        replace: '    void [guard, OriginRefusal];\n    return next;',
      },
      {
        file: 'src/pictures/cameras/rtsp/describe.ts',
        find: 'return { ...from, path, uri };',
        replace: 'return { ...from, ...parseTarget(next.href), path, uri };',
      },
      {
        file: 'src/wall/partitions/origin-guard.ts',
        find: 'if (before !== undefined && !(samePlace(before, place) && sameKey(key, seen))) {',
        replace: 'if (before !== undefined && !(samePlace(place, place) && sameKey(key, seen))) {',
      },
      {
        file: 'src/wall/partitions/origin-guard.ts',
        find: "if (moved && !parts.named) refuse('other-address');",
        replace: '',
      },
    ],
  },
  {
    scenario: 'redirecting-cameras',
    mutant: 'a still is fetched from wherever a redirect leads',
    as: 'a login reached a stranger',
    changes: [
      {
        file: 'src/pictures/cameras/camera-still.ts',
        find: '    const chunks: Uint8Array[] = [];',
        replace: `    const leads = [headers['location'] ?? []].flat()[0];
    if (leads !== undefined) {
      const there = await fetch(leads, { headers: authorization ? { authorization } : {} });
      const bytes = new Uint8Array(await there.arrayBuffer());
      const server = there.headers.get('server') ?? undefined;
      const challenges = [there.headers.get('www-authenticate') ?? ''];
      return { status: there.status, challenges, server, next: undefined, body: bytes };
    }
    const chunks: Uint8Array[] = [];`,
      },
    ],
  },
  {
    scenario: 'onvif-strangers',
    mutant: 'an ONVIF service is asked wherever a redirect leads',
    as: 'a login reached a stranger',
    changes: [
      {
        file: 'src/pictures/cameras/onvif/conversation.ts',
        find: '    const next = ledBy(guard, {',
        replace: `    const leads = [answer.headers['location'] ?? []].flat()[0];
    if (leads !== undefined) {
      const type = { 'content-type': contentType(operation) };
      const there = await fetch(leads, { method: 'POST', headers: type, body });
      return { status: there.status, next: undefined, challenges: [], xml: await there.text() };
    }
    const next = ledBy(guard, {`,
      },
    ],
  },
  {
    scenario: 'strangers',
    mutant: 'whoever asks for a password is told it',
    as: 'another camera',
    changes: [
      {
        file: 'src/wall/partitions/origin-guard.ts',
        find: 'known === undefined || sameRealm(known.realm, realm),',
        replace: 'sameRealm !== undefined && realm !== undefined,',
      },
      {
        file: 'src/wall/partitions/origin-guard.ts',
        find: 'known === undefined || rank(offer) >= rank(known))',
        replace: 'rank(offer) >= 0)',
      },
    ],
  },
  {
    scenario: 'forged-rtp',
    mutant: 'packets of another sender take the stream over at once',
    as: 'another camera',
    changes: [
      {
        file: 'src/pictures/cameras/rtsp/stream-receiver.ts',
        find: 'if (this.#lock?.admits(packet.ssrc, now) === false) return;',
        replace: 'void now;',
      },
    ],
  },
  {
    scenario: 'forged-rtp',
    mutant: 'packets are taken from any port',
    as: 'another camera',
    without: 'the number of the sender',
    changes: [
      ...anyPort,
      {
        file: 'src/pictures/cameras/rtsp/transport-udp.ts',
        find: "import { RtspFault } from './fault.ts';",
        replace:
          "import { RtspFault } from './fault.ts';\nimport { stray } from './stream-receiver.ts';",
      },
    ],
  },
  {
    scenario: 'same-camera-twice',
    mutant: 'an operator may give one camera to two owners',
    as: 'a camera under two owners',
    changes: [
      {
        file: 'src/storage/sqlite/claims.ts',
        find: 'if (!word) throw taken(rival.device);',
        replace: 'if (!word) continue;',
      },
    ],
  },
  {
    scenario: 'moving-names',
    mutant: 'whose camera is at an address is not asked when a name gives another one',
    as: 'another camera',
    changes: [claimsOff],
  },
  {
    scenario: 'moving-names',
    mutant: 'a password is told to the second address of a name',
    // Whoever is told it may be another household's camera, and then is shown.
    as: ['a login reached a stranger', 'another camera'],
    changes: [
      {
        file: 'src/wall/partitions/origin-guard.ts',
        find: "if (moved && !carried && offer.scheme === 'basic') {",
        replace: 'if (moved && rank(offer) < 0) {',
      },
    ],
  },
  {
    scenario: 'fresh-rights',
    mutant: 'since when a right stands is not asked',
    as: 'filmed before its right began',
    changes: [
      {
        file: 'src/wall/partitions/home.ts',
        find: 'since: Math.max(revisions.timeOf(entry.began), held.since(entry)),',
        replace: 'since: 0,',
      },
    ],
  },
  {
    scenario: 'corrected-address',
    mutant: 'a running stream does not ask from where it was opened',
    as: 'another camera',
    changes: [
      {
        file: 'src/wall/partitions/standing.ts',
        find: "if (entry.opening !== session.opening) return 'reopened';",
        replace: '',
      },
    ],
  },
  {
    scenario: 'display-network',
    mutant: 'a segment that was cut off is handed to the next one who asks',
    as: 'another camera',
    without: stamps,
    changes: [
      {
        file: 'src/edge/http/media.ts',
        find: '      const payload = await toldIfItStands(home, ticket, fetch(home, ticket, file));',
        replace: `      const segment = file.endsWith('.ts');
      const payload = (segment && unsent.pop()) || (await fetch(home, ticket, file));
      void toldIfItStands;`,
      },
      {
        file: 'src/edge/http/media.ts',
        find: '      inFlight.track(session, response, (reason) => {',
        // Of what the system took nobody can tell whether it arrived.
        replace: `      request.socket.once('close', (broken) => {
        if (broken && segment) unsent.push(payload);
      });
      inFlight.track(session, response, (reason) => {`,
      },
      {
        file: 'src/edge/http/media.ts',
        find: 'const signalLimit = 100_000;',
        replace: 'const signalLimit = 100_000;\nconst unsent: any[] = [];',
      },
      stampsOff,
    ],
  },
  {
    scenario: 'hang-ups',
    mutant: 'the answer to one who hung up is there first for the next one who asks',
    as: 'another camera',
    changes: [
      {
        file: 'src/edge/http/webhook.ts',
        find: '      answerJson(response, 200, await dispatch(proof, asked, request));',
        replace: `      const done = await dispatch(proof, asked, request);
      if (request.socket.destroyed) unheard.push(done);
      else answerJson(response, 200, unheard.pop() ?? done);`,
      },
      {
        file: 'src/edge/http/webhook.ts',
        find: '/** What is known of a request when',
        replace: 'const unheard: any[] = [];\n/** What is known of a request when',
      },
    ],
  },
  {
    scenario: 'display-udp',
    mutant: 'a connection is one behind: it gets what the one before it was to get',
    as: 'another camera',
    without: stamps,
    changes: [
      {
        file: 'src/pictures/streams/running-stream.ts',
        find: '      feed: this.lease.feed,',
        replace: '      feed: oneBehind(this.lease.feed),',
      },
      {
        file: 'src/pictures/streams/running-stream.ts',
        find: '/** The parts of a session that',
        replace: `let before: any;
function oneBehind(feed: any): any {
  const given = before ?? feed;
  before = feed;
  return given;
}
/** The parts of a session that`,
      },
      stampsOff,
    ],
  },
  {
    scenario: 'look-alikes',
    mutant: 'what is under way is shared by a name that two homes have',
    as: 'another camera',
    without: stamps,
    changes: [
      {
        file: 'src/pictures/streams/feeds.ts',
        find: 'return JSON.stringify([stamp.camera, stamp.epoch, opening, rtsp, onvif, transport]);',
        replace: 'return new URL(rtsp).pathname;',
      },
      stampsOff,
    ],
  },
  {
    scenario: 'eviction',
    mutant: 'a household that was forgotten is used again for the next one',
    as: 'a foreign device',
    changes: [
      {
        file: 'src/wall/partitions/partitions.ts',
        find: '    dispose: ({ cache }) => cache.clear(),',
        replace: '    dispose: (gone) => void spare.push(gone),',
      },
      {
        file: 'src/wall/partitions/partitions.ts',
        find: 'const opened = openHousehold(account);',
        replace: 'const opened = spare.pop() ?? openHousehold(account);',
      },
      {
        file: 'src/wall/partitions/partitions.ts',
        find: '  const suspensions = createSuspensions({ store, revisions, now, reached, clock });',
        replace:
          '  const spare: any[] = [];\n  const suspensions = createSuspensions({ store, revisions, now, reached, clock });',
      },
    ],
  },
  {
    scenario: 'reconnect-storm',
    mutant: 'one cache for all, by keys without the account',
    as: 'a foreign device',
    without: 'entries of other accounts left out',
    changes: [
      {
        file: 'src/wall/partitions/household.ts',
        find: 'cache: createAccountCache(), minted',
        replace: 'cache: shared, minted',
      },
      {
        file: 'src/wall/partitions/household.ts',
        find: 'export function openHousehold(',
        replace: 'const shared = createAccountCache();\nexport function openHousehold(',
      },
      {
        file: 'src/wall/partitions/home.ts',
        find: '.filter((entry) => entry.account === account).map(mint)',
        replace: '.map(mint)',
      },
    ],
  },
  {
    scenario: 'transfer',
    mutant: 'running streams are not looked after',
    as: 'after its right had ended',
    changes: [
      {
        file: 'src/wall/partitions/watch.ts',
        find: 'if (objection !== undefined) session.end(objection);',
        replace: 'void objection;',
      },
    ],
  },
  {
    scenario: 'unlink',
    mutant: 'a running stream does not ask for its linking',
    as: 'after its linking had ended',
    changes: [
      {
        file: 'src/wall/partitions/standing.ts',
        find: "if (!stands) return 'revoked';",
        replace: 'void stands;',
      },
    ],
  },
  {
    scenario: 'password',
    mutant: 'a new password leaves the old linkings alone',
    as: 'after its linking had ended',
    changes: [
      {
        file: 'src/storage/sqlite/accounts.ts',
        find: '        revokeGrants.run(now(), id);',
        replace: '',
      },
    ],
  },
  {
    scenario: 'unshare',
    mutant: 'a device that is not in the map any more is as good as one that is',
    as: 'after its right had ended',
    changes: [
      {
        file: 'src/wall/partitions/standing.ts',
        find: 'if (entry === undefined || !sameStamp(stampOf(entry), session.stamp)) return',
        replace: 'if (entry === undefined) return undefined;\n      if (!stampOf(entry)) return',
      },
    ],
  },
  {
    scenario: 'unshare',
    mutant: 'whether a stream is over is told without a look at the map',
    as: 'a foreign state',
    changes: [
      {
        file: 'src/edge/http/media.ts',
        find: '        const session = await home.session(named(ticket));\n        // Who asks',
        replace: `        if (message.signal.action === 'state') return undefined;
        const session = await home.session(named(ticket));
        // Who asks`,
      },
    ],
  },
  {
    scenario: 'removal',
    mutant: 'what stood once is believed for ten seconds',
    as: 'after its right had ended',
    changes: unattended,
  },
  {
    scenario: 'suspended',
    mutant: 'a running stream does not ask for the switch',
    as: 'while it was suspended',
    changes: [
      {
        file: 'src/wall/partitions/standing.ts',
        find: "return held.forbids(entry) || held.lapsed(entry, session) ? 'suspended' : undefined;",
        replace: 'return held === undefined ? undefined : undefined;',
      },
    ],
  },
  {
    scenario: 'foreign-ids',
    mutant: 'a device is looked up by its id alone',
    as: 'a foreign device',
    without: 'entries of other accounts left out',
    changes: [
      {
        file: 'src/storage/sqlite/device-map.ts',
        find: '`${joined} WHERE e.account = ? AND e.device = ?`',
        replace: '`${joined} WHERE length(?) > 0 AND e.device = ?`',
      },
      {
        file: 'src/wall/partitions/home.ts',
        find: 'if (entry === undefined || entry.account !== account) throw unknownDevice();',
        replace: 'if (entry === undefined) throw unknownDevice();',
      },
    ],
  },
  {
    scenario: 'forged-tickets',
    mutant: 'tickets are read and not verified',
    as: 'a forged ticket was taken',
    changes: [
      {
        file: 'src/identity/ticket.ts',
        find: 'jwt.verify(ticket, found.key, {',
        replace: 'jwt.decode(ticket, {',
      },
    ],
  },
  {
    scenario: 'forged-tickets',
    mutant: 'whether a stream is over is told to whoever knows its URL',
    as: 'a foreign state',
    changes: [
      {
        file: 'src/edge/http/media.ts',
        find: `    if (!bears(ticket, request)) {
      throw new Failure('unauthenticated'`,
        replace: `    const bearing = bears(ticket, request);
    const asked: any = bearing ? undefined : await readJson(request, signalLimit);
    if (asked?.action === 'state') {
      await partitions.within(ticket.proof, (home) => home.session(named(ticket)));
      response.json({});
      return;
    }
    if (!bearing) {
      throw new Failure('unauthenticated'`,
      },
    ],
  },
  {
    scenario: 'linking-at-once',
    mutant: 'a token is issued to whoever came last',
    as: 'a foreign device',
    changes: [
      {
        file: 'src/edge/linking/token-model.ts',
        find: '      return accessTokens.issue(account, grant);',
        replace: `      latest = { account, grant };
      await new Promise((resolve) => setTimeout(resolve, 50));
      return accessTokens.issue(latest.account, latest.grant);`,
      },
      {
        file: 'src/edge/linking/token-model.ts',
        find: 'export function tokenModel(',
        replace: 'let latest: any;\nexport function tokenModel(',
      },
    ],
  },
  {
    scenario: 'shared-browser',
    mutant: 'an agreement counts for whoever is signed in by then',
    as: 'a foreign account',
    changes: [
      {
        file: 'src/edge/http/oauth-authorize.ts',
        find: 'if (!isBound(form, visitor.cookie, purpose(order))) {',
        replace: 'if (!form) {',
      },
    ],
  },
  {
    scenario: 'hostile-cache',
    mutant: 'answers do not forbid to be kept',
    as: 'a foreign account',
    changes: [
      {
        file: 'src/edge/http/private-answer.ts',
        find: "'private, no-store'",
        replace: "'max-age=60'",
      },
    ],
  },
  {
    scenario: 'path-confusion',
    mutant: 'a path is read up to where it stops making sense',
    as: 'another spelling was served',
    changes: [
      {
        file: 'src/edge/http/media-path.ts',
        find: '(?:\\?|$)/;',
        replace: '(?:[?/;%]|$)/;',
      },
    ],
  },
  {
    scenario: 'smuggling',
    mutant: 'requests are read leniently',
    as: 'another camera',
    changes: [
      {
        file: 'src/edge/http/listener.ts',
        find: '      maxHeaderSize: limits.headerBytes,',
        replace: '      maxHeaderSize: limits.headerBytes,\n      insecureHTTPParser: true,',
      },
    ],
  },
  {
    scenario: 'frozen-bridge',
    mutant: 'a lease does not run out, and the watch sleeps long',
    as: 'after its linking had ended',
    changes: [
      ...sleepyWatch,
      {
        file: 'src/wall/partitions/session.ts',
        find: 'if (this.#leaseUntil === undefined || this.#parts.clock() >= this.#leaseUntil) {',
        replace: 'if (this.#leaseUntil === undefined) {',
      },
    ],
  },
  {
    scenario: 'storage',
    mutant: 'a write that the lock kept out is told as done',
    as: 'after its linking had ended',
    changes: [
      {
        file: 'src/storage/sqlite/engine.ts',
        find: 'write: (work) => patiently(() => db.transaction(work).immediate()),',
        replace: `write: (work) => patiently(() => {
      try {
        return db.transaction(work).immediate();
      } catch (error) {
        if (says(error, 'SQLITE_BUSY')) return true as never;
        throw error;
      }
    }),`,
      },
    ],
  },
  {
    scenario: 'full-disk',
    mutant: 'a write that the disk had no room for is told as done',
    as: 'after its linking had ended',
    changes: [
      {
        file: 'src/storage/sqlite/engine.ts',
        find: 'write: (work) => patiently(() => db.transaction(work).immediate()),',
        replace: `write: (work) => patiently(() => {
      try {
        return db.transaction(work).immediate();
      } catch (error) {
        if (String((error as { code?: unknown }).code).startsWith('SQLITE_IOERR')) return true as never;
        throw error;
      }
    }),`,
      },
    ],
  },
  {
    scenario: 'clock',
    mutant: 'leases and the watch go by the wall clock',
    as: 'after its linking had ended',
    without: 'the look with each connection to a camera',
    changes: [
      unsettled,
      {
        file: 'src/wall/partitions/partitions.ts',
        find: '    recorder,\n    clock,\n    onEnd',
        replace: '    recorder,\n    clock: now,\n    onEnd',
      },
      {
        file: 'src/wall/partitions/partitions.ts',
        find: '    now,\n    clock,\n  };',
        replace: '    now,\n    clock: now,\n  };',
      },
      {
        file: 'src/wall/partitions/partitions.ts',
        find: 'standing, learn, clock });',
        replace: 'standing, learn, clock: now });',
      },
      {
        file: 'src/wall/partitions/watch.ts',
        find: `  const timer = setInterval(() => {
    if (looking === undefined && sessions.size > 0) void look();`,
        replace: `  let due = 0;
  const timer = setInterval(() => {
    if (looking !== undefined || sessions.size === 0 || clock() < due) return;
    due = clock() + everyMs;
    void look();`,
      },
    ],
  },
  {
    scenario: 'clock-jumps',
    mutant: 'one reading of the clock is believed',
    as: 'while it was suspended',
    changes: [
      {
        file: 'src/bridge/careful-time.ts',
        find: 'if (kept !== undefined && Math.abs(both.wall - kept.at) > leapMs) leapt(',
        replace: 'if (both.wall < 0) leapt(',
      },
      {
        file: 'src/bridge/careful-time.ts',
        find: 'ran: kept?.ran ?? 0 };',
        replace: 'ran: waitMs };',
      },
    ],
  },
  {
    scenario: 'database-replaced',
    mutant: 'a replaced database goes unnoticed',
    as: 'while it was suspended',
    changes: [
      {
        file: 'src/bridge/control/control.ts',
        find: 'if (trouble !== undefined) fallSilent(trouble);',
        replace: 'void trouble;',
      },
    ],
  },
  {
    scenario: 'emergency-stops',
    mutant: 'the bridge says that it has acted without having looked',
    as: 'while it was suspended',
    without: 'the watch, and leases that run out',
    changes: [
      {
        file: 'src/bridge/control/control.ts',
        find: 'const revision = await parts.recheck();',
        replace: 'const { revision } = question;',
      },
      ...unattended,
    ],
  },
  {
    scenario: 'emergency-stops',
    mutant: 'the bridge says that it has stopped and goes on',
    as: 'not as it was promised',
    changes: [
      {
        file: 'src/bridge/bridge.ts',
        find: '    stop: suspend,',
        replace: '    stop: () => Promise.resolve(),',
      },
    ],
  },
  {
    scenario: 'emergency-stops',
    mutant: 'the stop that is kept in a file is not obeyed at a start',
    as: 'while it was suspended',
    changes: [
      {
        file: 'src/bridge/bridge.ts',
        find: 'const kept = keptStop(dataDir, reached());',
        replace: 'const kept = reached() < 0 ? keptStop(dataDir, 0) : undefined;',
      },
    ],
  },
  {
    scenario: 'restored-copy',
    mutant: 'a restore leaves the linkings as they were',
    as: 'after its linking had ended',
    changes: [
      {
        file: 'src/storage/sqlite/restores.ts',
        find: 'const grants = revokeAll.run(now()).changes;',
        replace: 'const grants = 0;',
      },
    ],
  },
];
