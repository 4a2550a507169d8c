/** Programs that the tests need: ffmpeg, GStreamer's RTSP server, raw sockets. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describeUnless } from '../../../../workshop/testing/needs.ts';

/** The interpreter that Debian's GObject bindings belong to. */
export const python = '/usr/bin/python3';

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Sends packets from addresses that are not its own. */
export const forger = fileURLToPath(new URL('forge.py', import.meta.url));

const probes = {
  ffmpeg: () => runs('ffmpeg', ['-version']),
  openssl: () => runs('openssl', ['version']),
  gstreamer: () =>
    runs(python, ['-c', "import gi; gi.require_version('GstRtspServer', '1.0')"]) &&
    runs('gst-inspect-1.0', ['x264enc']),
  'raw-sockets': () => runs(python, [forger, 'probe']),
};

/** As `describe`; where the tool is missing, skipped and named at the end, or failing in CI. */
export function describeWith(tool: keyof typeof probes, name: string, suite: () => void): void {
  // Raw sockets are no program but a right, which CI need not have.
  const isDemanded = process.env.CI === 'true' && tool !== 'raw-sockets';
  describeUnless(isDemanded || probes[tool]() ? undefined : tool, name, suite);
}
