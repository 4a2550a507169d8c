/** Debian packages that the tests use, installed if this machine lets us. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const lighter = 'chromium-headless-shell';

/** Program, what it is for, and its packages. @type {[string, string, string[]][]} */
const wanted = [
  ['chromium', 'a browser, to decode what displays are sent', ['chromium']],
  [lighter, 'the same browser without windows, for three quarters of the work', [lighter]],
  ['nginx', 'a cache in front of the bridge, told to keep everything', ['nginx-light']],
  ['pg_ctlcluster', 'a PostgreSQL server to keep accounts and cameras on', ['postgresql']],
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

/** Returns the path of the browser without windows, if it is there. */
export function lighterBrowser() {
  const path = join('/usr/bin', lighter);
  return existsSync(path) ? path : undefined;
}

const aptKnows = (name) => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0;

/**
 * Returns what of them is to be installed. Not every Debian has the lighter browser: if nothing else is missing, it is
 * asked for only where it can be had, or it would be each time.
 */
export function missingTools(isThere = inPath, isKnown = aptKnows) {
  const missing = wanted.filter(([program]) => !isThere(program));
  const [only, ...others] = missing.map(([program]) => program);
  return only === lighter && others.length === 0 && !isKnown(lighter) ? [] : missing;
}

/** Installs the missing ones with apt-get; says loudly what stays missing. */
export function ensureDebianTools() {
  const missing = missingTools();
  if (missing.length === 0) return;
  const packages = missing.map(([, , names]) => names);
  if (process.getuid?.() === 0 && inPath('apt-get')) {
    console.log(`Installing ${packages.flat().join(' ')} (a few minutes, once) …`);
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    // One by one: a package that this Debian does not have keeps no other away.
    const installs = packages.map((names) => [
      'install',
      '-y',
      '--no-install-recommends',
      ...names,
    ]);
    for (const args of [['update'], ...installs]) {
      spawnSync('apt-get', args, { stdio: 'inherit', env: environment });
    }
  }
  const needed = missing.filter(([name]) => !inPath(name) && name !== lighter);
  for (const [program, use] of needed) {
    console.warn(`\n!!! ${program} is not on this machine (${use}).`);
    console.warn(
      `!!! The tests that need it are SKIPPED, not passed. On Debian: apt-get install ${program}\n`,
    );
  }
}
