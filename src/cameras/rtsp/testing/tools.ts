/** Programs that the tests need: ffmpeg, GStreamer's RTSP server. */
import { spawnSync } from 'node:child_process';
import { describe } from '@jest/globals';

/** The interpreter that Debian's GObject bindings belong to. */
export const python = '/usr/bin/python3';

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

const probes = {
  ffmpeg: () => runs('ffmpeg', ['-version']),
  openssl: () => runs('openssl', ['version']),
  gstreamer: () =>
    runs(python, ['-c', "import gi; gi.require_version('GstRtspServer', '1.0')"]) &&
    runs('gst-inspect-1.0', ['x264enc']),
};

/** As `describe`; where the tool is missing, skipped with a warning, or failing in CI. */
export function describeWith(tool: keyof typeof probes, name: string, suite: () => void): void {
  if (probes[tool]() || process.env.CI === 'true') {
    describe(name, suite);
    return;
  }
  process.stderr.write(`\n*** SKIPPED, ${tool} is not installed: ${name}\n\n`);
  describe.skip(name, suite);
}
