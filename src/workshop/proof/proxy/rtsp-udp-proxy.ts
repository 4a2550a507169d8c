/**
 * An RTSP proxy that leads the media of a camera that sends by UDP through relays with weather: it
 * puts their ports in the place of both sides' (RFC 2326 §12.39). Everything else passes as it is.
 */
import { connect, createServer, type Socket } from 'node:net';
import { closeServer } from '../../../common/close-server.ts';
import { listening } from '../../../common/listening.ts';
import { openUdpRelay, type UdpRelay } from './udp-relay.ts';
import type { Weather } from './weather.ts';

export interface RtspUdpProxy {
  /** Where it listens on 127.0.0.1. */
  readonly port: number;
  /** Sets what datagrams meet from now on, also those of open streams. */
  weather(change: Partial<Weather>): void;
  /** Where viewers take RTP in this moment: ports of 127.0.0.1. */
  readonly viewers: readonly number[];
  /** Sends these to every viewer from the camera's own port, behind what the camera itself sends next. */
  forge(datagrams: readonly Buffer[]): void;
  /** The same with RTCP, where viewers take that. */
  forgeReports(datagrams: readonly Buffer[]): void;
  close(): Promise<void>;
}

/** A pair of relays: for RTP and for RTCP. */
type Relays = readonly [UdpRelay, UdpRelay];

/** Passes on line by line, each as `change` has it: a header may come in pieces. */
async function carryLines(
  from: Socket,
  to: Socket,
  change: (line: string) => Promise<string>,
): Promise<void> {
  let rest = '';
  for await (const bytes of from as AsyncIterable<Buffer>) {
    const lines = (rest + bytes.toString('latin1')).split(/(?<=\n)/);
    rest = lines.at(-1)?.endsWith('\n') === false ? (lines.pop() ?? '') : '';
    for (const line of lines) to.write(await change(line), 'latin1');
  }
  to.end();
}

/** Starts one in front of the cameras at a port of 127.0.0.1. */
export async function openRtspUdpProxy(target: number): Promise<RtspUdpProxy> {
  let sky: Partial<Weather> = {};
  const sockets = new Set<Socket>();
  const relays = new Set<UdpRelay>();
  const reporting = new Set<UdpRelay>();
  /** Those among them that carry RTP, and the viewer's port. */
  const carrying = new Map<UdpRelay, number>();

  async function relay(port: number): Promise<UdpRelay> {
    const opened = await openUdpRelay(port);
    opened.weather(sky);
    relays.add(opened);
    return opened;
  }

  async function serve(near: Socket): Promise<void> {
    const far = connect(target, '127.0.0.1');
    const own: UdpRelay[] = [];
    let last: Relays | undefined;
    const drop = (): void => {
      for (const socket of [near, far]) socket.destroy();
      for (const one of own.splice(0)) {
        relays.delete(one);
        carrying.delete(one);
        reporting.delete(one);
        one.close();
      }
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', drop);
      socket.on('close', () => {
        sockets.delete(socket);
        drop();
      });
    }

    async function asked(line: string): Promise<string> {
      const [, rtp, rtcp] = /^Transport:.*client_port=(\d+)-(\d+)/i.exec(line) ?? [];
      if (rtp === undefined) return line;
      last = await Promise.all([relay(Number(rtp)), relay(Number(rtcp))]);
      own.push(...last);
      carrying.set(last[0], Number(rtp));
      reporting.add(last[1]);
      // Closed while they were opened.
      if (near.destroyed) drop();
      return line.replace(/client_port=\d+-\d+/, `client_port=${last[0].port}-${last[1].port}`);
    }

    async function answered(line: string): Promise<string> {
      if (last === undefined || !/^Transport:/i.test(line)) return line;
      const ports = `server_port=${last[0].farPort}-${last[1].farPort}`;
      return line.replace(/server_port=\d+-\d+/, ports);
    }

    await Promise.all([carryLines(near, far, asked), carryLines(far, near, answered)]);
  }

  const server = createServer((near) => {
    serve(near).catch(() => near.destroy());
  });
  const { port } = await listening(server);
  return {
    port,
    weather(change) {
      sky = { ...sky, ...change };
      for (const one of relays) one.weather(change);
    },
    get viewers() {
      return [...carrying.values()];
    },
    forge(datagrams) {
      for (const one of carrying.keys()) one.forge(datagrams);
    },
    forgeReports(datagrams) {
      for (const one of reporting) one.forge(datagrams);
    },
    close: () => closeServer(server, sockets),
  };
}
