/** The machine, and the time, at which figures were taken: without that they say nothing. */
import { cpus, loadavg, release, totalmem, type } from 'node:os';

export interface Machine {
  readonly date: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** Over the last minute, before anything was begun. */
  readonly load: number;
  /** The same for people. */
  readonly lines: readonly string[];
}

/** This machine, now. */
export function machine(): Machine {
  const cores = cpus().length;
  const facts = {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    node: process.version,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    load: loadavg()[0] ?? 0,
  };
  const lines = [
    `Casement bench, ${facts.date} UTC, Node.js ${facts.node}`,
    `${facts.cpu}, ${cores} cores, ${facts.memoryGiB} GiB, ${facts.system}, load ${facts.load.toFixed(1)}`,
  ];
  if (facts.load > cores) lines.push('Other work is going on here: take the figures for no more.');
  return { ...facts, lines };
}
