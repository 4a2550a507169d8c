/**
 * The real bridge as a process of its own, with three things about it that no installation can set:
 * how many partitions it keeps open, a wall clock that can be moved, and host names of the run's own. No other
 * program that starts a bridge may have them: they change clock and names of the whole process.
 *
 * Listens to messages: `{ jumpMs }` moves the clock, `{ names }` says which names there are; losing its
 * parent ends it.
 */
import { z } from 'zod';
import { startBridge } from '../../../bridge/bridge.ts';
import { readConfig } from '../../../bridge/config/config.ts';
import { createLog } from '../../../common/log.ts';
import { answerNames } from './cast/names.ts';

const nameTable = z.record(z.string(), z.array(z.string()));

const settings = z.object({
  /** As `npm start` reads it. */
  environment: z.record(z.string(), z.string()),
  /** The origin under which displays reach it: plain http on this machine. */
  origin: z.string(),
  openPartitions: z.int().positive(),
  /** How far ahead its wall clock is from the start. */
  aheadMs: z.number(),
  names: nameTable,
});

const message = z.union([z.object({ jumpMs: z.number() }), z.object({ names: nameTable })]);

const given = settings.parse(JSON.parse(process.argv[2] ?? '{}'));
const { environment, origin, openPartitions } = given;
let { names } = given;
answerNames(() => names);
const trueNow = Date.now.bind(Date);
let offsetMs = given.aheadMs;
// Before the bridge is built: it takes the clock with it then.
Date.now = () => trueNow() + offsetMs;

const config = readConfig(environment);
const bridge = await startBridge(
  { ...config, publicUrl: origin },
  createLog(config.logLevel),
  openPartitions,
);
const leave = (): void => void bridge.close().then(() => process.exit(0));
process.on('message', (told) => {
  const change = message.parse(told);
  if ('names' in change) names = change.names;
  else offsetMs += change.jumpMs;
});
process.on('disconnect', leave);
process.on('SIGTERM', leave);
process.send?.('listening');
