/** The sound that the cameras hear: a soft chime and wind, made of tones that fit the loop exactly. */

/** Notes of a pentatonic chord in Hz, and when each is struck, as a share of the loop. */
const chimes = [
  { hz: 392, at: 0.05 },
  { hz: 523.25, at: 0.21 },
  { hz: 587.375, at: 0.45 },
  { hz: 440, at: 0.62 },
  { hz: 659.25, at: 0.8 },
] as const;

/**
 * `loops` repeats of a quiet scene as 16-bit little-endian mono PCM.
 * Every tone is a multiple of 1/seconds Hz, so the end meets the beginning without a click.
 */
export function sound(seconds: number, rate: number, loops: number): Buffer {
  const period = seconds * rate;
  const tones = chimes.map(({ hz, at }) => ({ turns: Math.round(hz * seconds), at }));
  const pcm = Buffer.alloc(2 * period * loops);
  for (let i = 0; i < period; i++) {
    const t = i / period;
    let level = 0;
    for (const { turns, at } of tones) {
      const since = (t - at + 1) % 1;
      level +=
        0.16 * Math.exp(-9 * since) * Math.min(1, since * 400) * Math.sin(2 * Math.PI * turns * t);
    }
    const swell = 0.5 + 0.5 * Math.sin(2 * Math.PI * t);
    for (let k = 0; k < 24; k++) {
      level += 0.0016 * swell * Math.sin(2 * Math.PI * ((1200 + 97 * k * k) * t + k * 0.37));
    }
    const value = Math.round(32767 * Math.max(-1, Math.min(1, level)));
    for (let loop = 0; loop < loops; loop++) pcm.writeInt16LE(value, 2 * (i + loop * period));
  }
  return pcm;
}
