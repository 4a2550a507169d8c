import type { Socket } from 'node:dgram';
import { writeGoodbye } from '../../../../pictures/media/rtp/rtcp.ts';
import { rtpPacket, rtpTime, rtpTrack } from '../../../../simulator/camera/rtp.ts';
import { payloadTypes } from '../../../../simulator/camera/sdp.ts';
import { writeAggregate } from '../../../../pictures/media/rtp/h264-payloads.ts';
import { seiOf } from '../../../../simulator/watermark/sei.ts';
import { writeWatermark } from '../../../../simulator/watermark/watermark.ts';
import { boundSocket } from '../../proxy/udp-relay.ts';
import { pictureOf, type FleetCamera } from '../cast/fleet.ts';
import type { Chance } from '../chance.ts';
import type { Scenario, World } from '../world.ts';
import { assemble, type Audience } from './audience.ts';

const rounds = 14;
const apartMs = 300;
/** Pictures in one burst: a key picture and what follows it. */
const burst = 4;
/** Ports that are tried blindly, on both sides of one that is there. */
const blind = 128;

/**
 * Another account's pictures as RTP of their own, with another SSRC: one datagram for each, the key
 * picture's with all that it takes to show it.
 */
function forgery({ key, owner }: FleetCamera): Buffer[] {
  const { video, fps } = pictureOf(key);
  const track = rtpTrack(payloadTypes.video, 90_000);
  return video.pictures.slice(0, burst).map((picture, at) => {
    const watermark = { owner, camera: key, number: at, filmedAt: Date.now() };
    const sets = picture.key ? [video.sps, video.pps] : [];
    const payload = writeAggregate([...sets, seiOf(writeWatermark(watermark)), ...picture.nals]);
    return rtpPacket(track, payload, rtpTime(track, at / fps), true);
  });
}

/** Sends from the camera's host, and not from its port: to where RTP is taken, and around that. */
function spray(socket: Socket, ports: readonly number[], datagrams: readonly Buffer[]): void {
  const send = (datagram: Buffer, port: number): void => {
    if (port > 1_024 && port < 65_536) socket.send(datagram, port, '127.0.0.1');
  };
  for (const port of ports) for (const one of datagrams) send(one, port);
  // The key picture alone is enough to be shown.
  const [picture] = datagrams;
  for (const port of ports.slice(0, 4)) {
    for (let at = port - blind; at <= port + blind; at += 2) if (picture) send(picture, at);
  }
}

/** RTCP of a sender that is none: a report with another clock, and a goodbye (RFC 3550 §6.4.1, §6.6). */
function forgedReports(ssrc: number): Buffer[] {
  const report = Buffer.alloc(28);
  report.writeUInt8(0x80, 0);
  report.writeUInt8(200, 1);
  report.writeUInt16BE(6, 2);
  report.writeUInt32BE(ssrc, 4);
  report.writeUInt32BE(0xf000_0000, 8);
  report.writeUInt32BE(0x7fff_ffff, 16);
  const goodbye = writeGoodbye(ssrc);
  return [report, goodbye, Buffer.concat([report, goodbye])];
}

/** How long a stream may be silent, in milliseconds. */
const silentMs = 3_000;

/** @throws Error if everything over UDP has fallen silent for those who went on watching */
function goesOn(world: World, audiences: readonly Audience[]): void {
  const staying = audiences
    .flatMap(({ viewings }) => viewings)
    .filter((viewing) => world.viewings.has(viewing) && viewing.revoked !== true);
  const alive = staying.filter(({ lastAt }) => Date.now() - lastAt < silentMs);
  if (!world.over.aborted && staying.length >= 4 && alive.length === 0) {
    throw new Error(`forged packets silenced all of ${staying.length} streams`);
  }
}

async function forge(world: World, chance: Chance, socket: Socket): Promise<void> {
  const { fleet } = world;
  const others = fleet.taken.filter(({ transport }) => transport === 'tcp');
  for (let round = 0; round < rounds && !world.over.aborted; round += 1) {
    const ports = fleet.udpViewers();
    const other = chance.pick(others);
    if (round % 2 === 0) fleet.forge(forgery(other));
    else spray(socket, ports, forgery(other));
    const reports = forgedReports(chance.between(1, 0xffff_ffff));
    fleet.forgeReports(reports);
    spray(
      socket,
      ports.map((port) => port + 1),
      reports,
    );
    world.injected(ports.length);
    await world.pause(apartMs);
  }
  fleet.forge([]);
  fleet.forgeReports([]);
}

/**
 * Somebody sends another account's pictures to where the bridge takes a camera's RTP: aimed, from
 * the camera's own port and from others, and blindly to many ports; with RTCP that speaks for another
 * sender, which may neither end a stream nor feed one. The cameras go on sending.
 */
export const forgedRtp: Scenario = {
  name: 'forged-rtp',
  faults: 'F32',
  says: 'RTP with another household’s pictures is sent to where a camera’s is taken, aimed and blindly.',
  async turn(world, chance) {
    const audiences = await assemble(world, chance, { least: 4, most: 16 }, ({ camera }) => {
      return world.camera(camera).transport === 'udp';
    });
    const socket = await boundSocket();
    try {
      await forge(world, chance, socket);
      goesOn(world, audiences);
    } finally {
      socket.close();
    }
    await world.pause(1_000);
  },
};
