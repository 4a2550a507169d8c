/**
 * `demo.json`: what a tester's own program needs to drive the demo. It lies in the data folder, readable by
 * its owner only, and the demo also recognises its own accounts by it.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { Failure } from '../../common/failures.ts';
import { isMissingFile } from '../../common/missing-file.ts';
import { isDemoFolder } from './demo-folder.ts';

const schema = z.object({
  /** Where the bridge is reached. */
  origin: z.string(),
  /** The client that plays Google. */
  oauth: z.object({ clientId: z.string(), clientSecret: z.string(), redirectUri: z.string() }),
  accounts: z.array(
    z.object({
      name: z.string(),
      email: z.string(),
      password: z.string(),
      cameras: z.array(
        z.object({
          deviceId: z.string(),
          name: z.string(),
          rtsp: z.string(),
          /** What the QR code in the picture reads. */
          stamp: z.string(),
        }),
      ),
    }),
  ),
});

export type DemoFile = z.infer<typeof schema>;

/**
 * Returns what an earlier start wrote; undefined if there is no such file.
 * @throws Failure `internal` if it cannot be read: start over in another folder.
 */
export function readDemoFile(file: string): DemoFile | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return undefined;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Failure('internal', `${file} is damaged: remove the demo's data folder`);
  }
}

/** @throws Failure `bad-request` if a demo has used the folder: a real bridge does not. */
export function refuseDemoFolder(dataDir: string): void {
  if (!isDemoFolder(dataDir)) return;
  throw new Failure(
    'bad-request',
    `${dataDir} belongs to the demo: set DATA_DIR to another folder, in .env`,
  );
}

/** Writes the file whole or not at all, mode 0600. */
export function writeDemoFile(file: string, demo: DemoFile): void {
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(demo, undefined, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
