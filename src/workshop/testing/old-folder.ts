/** A copy of the data folder that commit a1ffa39 wrote (fixtures/data-a1ffa39), and its cameras. */
import { chmod, cp, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { removeFolder, scratchFolder } from './scratch-folder.ts';
import { scriptedCamera, usualSdp } from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { DeviceId } from '../../identity/ids.ts';
import { startCamera } from '../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../simulator/camera/simulated-camera.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openOperator, type Operator } from './operator.ts';

const fixture = new URL('../../../fixtures/data-a1ffa39/', import.meta.url);

const factsSchema = z.object({
  oauth: z.object({ clientId: z.string(), clientSecret: z.string(), redirectUri: z.string() }),
  accounts: z.array(z.object({ name: z.string(), email: z.string(), password: z.string() })),
  cameras: z.array(
    z.object({
      clip: z.string(),
      port: z.number(),
      stillPort: z.number().optional(),
      onvifPort: z.number().optional(),
      auth: z
        .object({ scheme: z.literal('digest'), user: z.string(), password: z.string() })
        .optional(),
    }),
  ),
});

const device = z.string().transform(DeviceId);
const madeSchema = z.object({
  devices: z.object({ door: device, garden: device, boats: device, shared: device, slip: device }),
  refreshTokens: z.object({ Birch: z.string(), Harbour: z.string() }),
});

const read = async <T>(name: string, form: z.ZodType<T>): Promise<T> =>
  form.parse(JSON.parse(await readFile(new URL(name, fixture), 'utf8')));

export interface OldFolder {
  readonly dataDir: string;
  readonly facts: z.infer<typeof factsSchema>;
  readonly made: z.infer<typeof madeSchema>;
  /** Opened with today's program, which has brought the folder up to date. */
  readonly operator: Operator;
  readonly door: SimulatedCamera;
  close(): Promise<void>;
}

/** On the ports that the folder knows; another port if one of them is taken. */
const onPorts = async <T>(start: (known: boolean) => Promise<T>): Promise<[T, boolean]> => {
  try {
    return [await start(true), true];
  } catch {
    return [await start(false), false];
  }
};

/** The cameras stand where they stood; the silent one says no more than it did. */
export async function openOldFolder(): Promise<OldFolder> {
  const [facts, made] = [
    await read('facts.json', factsSchema),
    await read('made.json', madeSchema),
  ];
  const dataDir = scratchFolder('old');
  await cp(new URL('folder', fixture), dataDir, { recursive: true });
  // A checkout keeps no modes, and a key file that others can read is refused.
  await chmod(dataFolder(dataDir).keys, 0o600);
  const operator = openOperator(dataDir);
  const clips = loadClips();
  const [doorFacts, gardenFacts, boatsFacts] = facts.cameras;
  if (doorFacts === undefined || gardenFacts === undefined || boatsFacts === undefined) {
    throw new TypeError('the fixture has three cameras');
  }
  const simulated = ({ clip, port, stillPort, onvifPort, auth }: typeof doorFacts) =>
    onPorts((known) =>
      startCamera({
        clip: clipOf(clips, clip),
        path: `/at-${port}`,
        ...(auth !== undefined && { auth }),
        ...(known && { port }),
        ...(stillPort !== undefined && { still: true, ...(known && { stillPort }) }),
        ...(onvifPort !== undefined && { onvif: {} }),
        ...(onvifPort !== undefined && known && { onvifPort }),
      }),
    );
  const [door, doorKnown] = await simulated(doorFacts);
  const [boats, boatsKnown] = await simulated(boatsFacts);
  const [garden, gardenKnown] = await onPorts((known) =>
    scriptedCamera({
      sdp: usualSdp.replace('v=0', 'v=0\r\ns=Camera'),
      ...(known && { port: gardenFacts.port }),
    }),
  );
  const { devices } = made;
  const usual = { transport: 'tcp', alwaysWarm: false } as const;
  const move = (
    of: DeviceId,
    { url: rtsp, stillUrl: still, onvifUrl: onvif }: Partial<SimulatedCamera>,
  ) =>
    operator.register.setSource(of, {
      ...usual,
      stream: rtsp ?? '',
      ...(still !== undefined && { still }),
      ...(onvif !== undefined && { onvif }),
    });
  if (!doorKnown) await move(devices.door, door);
  if (!boatsKnown) await move(devices.boats, boats);
  if (!gardenKnown) await move(devices.garden, { url: garden.url });
  return {
    dataDir,
    facts,
    made,
    operator,
    door,
    async close() {
      await operator.close();
      await Promise.all([door, boats, garden].map((camera) => camera.close()));
      removeFolder(dataDir);
    },
  };
}
