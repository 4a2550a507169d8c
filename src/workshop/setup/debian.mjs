/** Debian packages that the tests use, installed if this machine lets us. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const wanted = [
  ['chromium', 'a browser, to decode what displays are sent', ['chromium']],
  ['nginx', 'a cache in front of the bridge, told to keep everything', ['nginx-light']],
  ['ffmpeg', 'to read streams with a player nobody here wrote', ['ffmpeg']],
  [
    'gst-launch-1.0',
    'an RTSP server nobody here wrote',
    [
      'gstreamer1.0-tools',
      'gstreamer1.0-plugins-base',
      'gstreamer1.0-plugins-good',
      'gstreamer1.0-plugins-bad',
      'gstreamer1.0-plugins-ugly',
      'gstreamer1.0-libav',
      'python3-gi',
      'gir1.2-gst-rtsp-server-1.0',
    ],
  ],
];

function inPath(program) {
  // Debian keeps daemons where only root looks.
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].some((folder) =>
    existsSync(join(folder, program)),
  );
}

/** Installs the missing ones with apt-get; says loudly what stays missing. */
export function ensureDebianTools() {
  const missing = wanted.filter(([program]) => !inPath(program));
  if (missing.length === 0) return;
  const packages = missing.flatMap(([, , names]) => names);
  if (process.getuid?.() === 0 && inPath('apt-get')) {
    console.log(`Installing ${packages.join(' ')} (a few minutes, once) …`);
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
      spawnSync('apt-get', args, { stdio: 'inherit', env: environment });
    }
  }
  for (const [program, use] of missing.filter(([name]) => !inPath(name))) {
    console.warn(`\n!!! ${program} is not on this machine (${use}).`);
    console.warn(
      `!!! The tests that need it are SKIPPED, not passed. On Debian: apt-get install ${program}\n`,
    );
  }
}
