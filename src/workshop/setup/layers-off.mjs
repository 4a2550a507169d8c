/** Takes a layer of the wall away, by name, for mutants that one layer alone would stop. */
export const layersOff = {
  /** No stamp is compared any more. */
  stamps: [
    {
      file: 'partitions/stamp.ts',
      find: 'return a.camera === b.camera && a.epoch === b.epoch;',
      replace: 'return true;',
    },
  ],
  /** A place may have two owners. */
  claims: [
    {
      file: 'partitions/claims.ts',
      find: "return free ? 'free' : 'taken';",
      replace: "return 'free';",
    },
  ],
  /** Viewers of another camera are not checked when a new connection leads there. */
  unsettled: [
    {
      file: 'builders/origins.ts',
      find: 'settle: () => partitions.recheck(),',
      replace: 'settle: () => Promise.resolve(0),',
    },
  ],
  /** Revocations are only looked for every five seconds. */
  sleepyWatch: [
    {
      file: 'partitions/watch.ts',
      find: 'const intervalMs = 200;',
      replace: 'const intervalMs = 5_000;',
    },
  ],
  /** Nor does anything else end what runs meanwhile. */
  unattended: [
    {
      file: 'partitions/lease.ts',
      find: 'ms: longestMs * (1 - onTheWay)',
      replace: 'ms: 10 * longestMs',
    },
  ],
  /** Packets from any other port than the camera's are taken, whoever is said to have sent them. */
  anyPort: [
    {
      file: 'rtsp/transport-udp.ts',
      find: 'if (closed || from.address !== ends.peer.address || from.port !== theirs) return;\n      take(bytes);',
      replace:
        'if (closed) return;\n      stray.now = from.port !== theirs;\n      take(bytes);\n      stray.now = false;',
    },
    {
      file: 'rtsp/transport-udp.ts',
      find: 'await connect(socket, theirs, ends.peer.address);',
      replace:
        'const send = socket.send.bind(socket) as any;\n    socket.send = ((bytes: any, done: any) => send(bytes, theirs, ends.peer.address, done)) as any;',
    },
    {
      file: 'rtsp/stream-receiver.ts',
      find: 'if (this.#lock?.admits(packet.ssrc, now) === false) return;',
      replace: 'if (!stray.now && this.#lock?.admits(packet.ssrc, now) === false) return;',
    },
    {
      file: 'rtsp/stream-receiver.ts',
      find: 'export class StreamReceiver implements',
      replace: 'export const stray = { now: false };\nexport class StreamReceiver implements',
    },
  ],
};
