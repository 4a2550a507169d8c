/** What runs in the display's page; needs jsQR beside it. */
export const displayScript = String.raw`
const peers = new Map();
const display = {
  peer(name) {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    const video = document.createElement('video');
    video.muted = true;
    video.autoplay = true;
    video.srcObject = new MediaStream();
    document.body.append(video);
    const seen = { pc, video, since: performance.now(), firstMs: -1, ageMs: -1, frames: 0 };
    peers.set(name, seen);
    pc.ontrack = ({ track }) => {
      video.srcObject.addTrack(track);
      video.play().catch(() => {});
    };
    const onFrame = (now, frame) => {
      seen.frames += 1;
      if (seen.firstMs < 0) seen.firstMs = now - seen.since;
      if (frame.captureTime) seen.ageMs = frame.expectedDisplayTime - frame.captureTime;
      (seen.log ??= []).push([Math.round(now - seen.since), frame.rtpTimestamp, Math.round(seen.ageMs)]);
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
    return seen;
  },
  async gathered(pc) {
    while (pc.iceGatheringState !== 'complete') {
      await new Promise((resolve) => pc.addEventListener('icegatheringstatechange', resolve, { once: true }));
    }
    return pc.localDescription.sdp;
  },
  async offer(name, order) {
    const { pc } = display.peer(name);
    for (const kind of order) {
      if (kind === 'data') pc.createDataChannel('data');
      else pc.addTransceiver(kind, { direction: 'recvonly' });
    }
    await pc.setLocalDescription();
    return display.gathered(pc);
  },
  answered(name, sdp) {
    return peers.get(name).pc.setRemoteDescription({ type: 'answer', sdp });
  },
  async answer(name, sdp) {
    const { pc } = display.peer(name);
    await pc.setRemoteDescription({ type: 'offer', sdp });
    await pc.setLocalDescription();
    return display.gathered(pc);
  },
  async look(name) {
    const { pc, video, firstMs, ageMs, frames } = peers.get(name);
    const stats = {};
    let audioPackets = 0;
    let heardSound = false;
    for (const report of (await pc.getStats()).values()) {
      if (report.type !== 'inbound-rtp') continue;
      if (report.kind === 'audio') {
        audioPackets = report.packetsReceived;
        heardSound = report.totalAudioEnergy > 0;
        for (const key of ['concealedSamples', 'totalSamplesReceived']) stats[key] = report[key];
      } else {
        for (const [key, value] of Object.entries(report)) {
          if (typeof value === 'number') stats[key] = value;
        }
      }
    }
    return { firstMs, ageMs, frames, state: pc.connectionState, reads: display.read(video), audioPackets, heardSound, stats };
  },
  read(video) {
    if (!video.videoWidth) return '';
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(video, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, width, height)?.data ?? '';
  },
  hangUp(name) {
    peers.get(name).pc.close();
  },
};
`;
