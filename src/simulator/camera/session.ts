/** An RTSP session: one client, one camera, the tracks it set up (RFC 2326 §3.4). */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { CameraState, Site } from './camera-state.ts';
import { rtpTrack } from './rtp.ts';
import { payloadTypes, trackNames } from './sdp.ts';
import { tcpSender, udpSender } from './sender.ts';
import type { Transport } from './transport.ts';
import { Viewer } from './viewer.ts';
import type { ViewerTracks } from './viewer.ts';

export type TrackKind = keyof typeof trackNames;

export class Session {
  readonly id = randomBytes(8).toString('hex');
  readonly camera: CameraState;
  readonly #socket: Socket;
  readonly #site: Site;
  readonly #tracks: ViewerTracks = {};
  readonly #forget: (() => void)[] = [];
  #viewer: Viewer | undefined;
  #leavePacer: (() => void) | undefined;
  #lastSeen = performance.now();
  #overTcp = false;
  #ended = false;

  constructor(camera: CameraState, socket: Socket, site: Site) {
    this.camera = camera;
    this.#socket = socket;
    this.#site = site;
  }

  get playing(): boolean {
    return this.#leavePacer !== undefined;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** A request came: the viewer lives. */
  seen(): void {
    this.#lastSeen = performance.now();
  }

  /** RTCP came: the camera's behaviour says whether that counts as a sign of life. */
  controlSeen(): void {
    if (this.camera.behaviour.rtcpKeepsAlive) this.seen();
  }

  /** Adds a track; returns the Transport header of the response. */
  setUp(kind: TrackKind, transport: Transport): string {
    const { audio } = this.camera.clip;
    const rtp =
      kind === 'video'
        ? rtpTrack(payloadTypes.video, 90_000)
        : rtpTrack(payloadTypes[audio?.codec ?? 'pcmu'], audio?.sampleRate ?? 8000);
    const ssrc = rtp.ssrc.toString(16).padStart(8, '0');
    if (transport.kind === 'tcp') {
      this.#overTcp = true;
      const channel = transport.channel ?? (kind === 'video' ? 0 : 2);
      this.#tracks[kind] = {
        rtp,
        sender: tcpSender(this.#socket, channel, this.#site.maxBacklogBytes),
      };
      return `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1};ssrc=${ssrc}`;
    }
    const { port, rtcpPort } = transport;
    const { udp } = this.#site;
    const address = this.#socket.remoteAddress ?? '';
    this.#tracks[kind] = { rtp, sender: udpSender(udp, address, port, rtcpPort) };
    this.#forget.push(udp.onControl(address, rtcpPort, () => this.controlSeen()));
    return `RTP/AVP;unicast;client_port=${port}-${rtcpPort};server_port=${udp.port}-${udp.port + 1};ssrc=${ssrc}`;
  }

  /** Returns RTP-Info of what `play` is about to send (§12.33); `url` is the presentation's. */
  rtpInfo(url: string): string {
    this.#viewer ??= new Viewer(this.camera, this.#tracks);
    const viewer = this.#viewer;
    const kinds = ['video', 'audio'] as const;
    return kinds
      .flatMap((kind) => {
        const rtp = this.#tracks[kind]?.rtp;
        if (!rtp) return [];
        const time = viewer.nextTimestamp(rtp);
        return [`url=${url}/${trackNames[kind]};seq=${rtp.sequence};rtptime=${time}`];
      })
      .join(',');
  }

  play(): void {
    if (this.playing) return;
    this.#viewer ??= new Viewer(this.camera, this.#tracks);
    const viewer = this.#viewer;
    this.#leavePacer = this.#site.pacer.join((now) => {
      if (now - this.#lastSeen > this.camera.behaviour.sessionTimeout * 1000) this.#timeOut();
      else viewer.beat(now);
    });
    this.camera.playing.add(this);
    viewer.play(performance.now());
  }

  /** Makes its next picture a key picture. */
  jumpToKey(): void {
    this.#viewer?.jumpToKey();
  }

  pause(): void {
    this.#leavePacer?.();
    this.#leavePacer = undefined;
    this.camera.playing.delete(this);
  }

  /** Sends no media after this. Idempotent. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.pause();
    for (const forget of this.#forget) forget();
  }

  /** With UDP the connection stays, so the viewer has to notice by itself. */
  #timeOut(): void {
    this.#viewer?.leave();
    this.end();
    if (this.#overTcp) this.#socket.destroySoon();
  }
}
