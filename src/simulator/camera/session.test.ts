import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { CameraState } from './camera-state.ts';
import { Listener } from './listener.ts';
import { createPacer } from './pacer.ts';
import { Session } from './session.ts';
import { openUdpPair } from './udp-pair.ts';
import { clipOf, loadClips } from '../clips/clip.ts';

test('a session that ended listens to nobody', async () => {
  const listener = new Listener('127.0.0.1', 1, () => undefined);
  await listener.open(0);
  const socket = connect(listener.address.port, '127.0.0.1');
  await once(socket, 'connect');
  const udp = await openUdpPair('127.0.0.1', 'udp4');
  let listening = 0;
  const counting = {
    ...udp,
    onControl(...args: Parameters<typeof udp.onControl>) {
      const stop = udp.onControl(...args);
      listening += 1;
      return () => {
        listening -= 1;
        stop();
      };
    },
  };
  const clip = clipOf(loadClips(), 'birch/front-door');
  const camera = new CameraState('/front-door', { clip });
  const pacer = createPacer(15);
  const cameras = new Map([[camera.path, camera]]);
  const site = { cameras, pacer, udp: counting, maxBacklogBytes: 1, idleTimeoutMs: 1000 };
  const session = new Session(camera, socket, site);
  session.setUp('video', { kind: 'udp', port: 9000, rtcpPort: 9001 });
  session.setUp('audio', { kind: 'udp', port: 9002, rtcpPort: 9003 });
  expect(listening).toBe(2);
  session.end();
  session.end();
  expect(listening).toBe(0);
  expect(session.ended).toBe(true);
  udp.close();
  socket.destroy();
  await listener.close();
});
