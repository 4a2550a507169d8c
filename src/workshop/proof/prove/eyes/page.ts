/** The page that watches: it plays what it is given, and passes on every decoded picture. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** At most one picture in so many milliseconds: they are looked at one by one. */
const intervalMs = 150;

/** `look(view, kind, width, height, pixels)` is what the page calls, with the pixels in base64. */
const script = `
const canvas = document.createElement('canvas');
const context = canvas.getContext('2d', { willReadFrequently: true });

function show(view, kind, picture, width, height) {
  if (!width || !height) return;
  [canvas.width, canvas.height] = [width, height];
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  let text = '';
  for (let at = 0; at < data.length; at += 8192) {
    text += String.fromCharCode(...data.subarray(at, at + 8192));
  }
  look(view, kind, width, height, btoa(text));
}

function follow(view, kind) {
  const video = document.createElement('video');
  video.muted = video.autoplay = true;
  document.body.append(video);
  let last = 0;
  video.requestVideoFrameCallback(function seen(now) {
    if (now - last >= ${intervalMs}) {
      last = now;
      show(view, kind, video, video.videoWidth, video.videoHeight);
    }
    video.requestVideoFrameCallback(seen);
  });
  return video;
}

async function still(view, url, bearer) {
  const headers = { authorization: 'Bearer ' + bearer };
  const answer = await fetch(new URL('snapshot.jpg', url), { headers });
  if (!answer.ok) return;
  const picture = await createImageBitmap(await answer.blob());
  show(view, 'still', picture, picture.width, picture.height);
}

function hls(view, url) {
  const player = new Hls();
  player.loadSource(url);
  player.attachMedia(follow(view, 'hls'));
}

async function webrtc(view, url, bearer, deviceId) {
  const video = follow(view, 'webrtc');
  const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  peer.ontrack = ({ track }) => (video.srcObject = new MediaStream([track]));
  peer.addTransceiver('video', { direction: 'recvonly' });
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== 'complete') {
    await new Promise((done) => peer.addEventListener('icegatheringstatechange', done, { once: true }));
  }
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: 'Bearer ' + bearer, 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'offer', deviceId, sdp: peer.localDescription.sdp }),
  });
  if (answer.ok) await peer.setRemoteDescription({ type: 'answer', sdp: (await answer.json()).sdp });
}

function watch({ view, by, url, bearer, device }) {
  const playing = by === 'hls' ? [hls(view, url)] : [webrtc(view, url, bearer, device)];
  // A stream that does not come was taken by a fault: others will come.
  Promise.allSettled([still(view, url, bearer), ...playing]);
}
`;

/** The whole document, with hls.js in it. */
export function eyesPage(): string {
  const player = readFileSync(require.resolve('hls.js/dist/hls.min.js'), 'utf8');
  const scripts = [player, script].map((text) => `<script>${text}</script>`);
  return `<!doctype html><meta charset="utf-8"><body>${scripts.join('')}`;
}
