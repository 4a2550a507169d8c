/** A program in the place of ffmpeg, whoever the bridge runs it as. */
import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { removeFolder, scratchFolder } from './scratch-folder.ts';

export interface ScriptedFfmpeg {
  /** The setting by which a bridge finds it before any other. */
  readonly settings: { readonly PATH: string };
  /** What it writes down goes to this file, which is there from the beginning. */
  readonly notes: string;
  close(): Promise<void>;
}

/** Writes the beginning of a JPEG: enough to be taken for one. */
const jpeg = String.raw`printf '\377\330\377\340'`;

/** A shell script of `lines`, which find a file in `$notes`, and a JPEG after them. The picture is on standard input. */
export async function scriptedFfmpeg(...lines: readonly string[]): Promise<ScriptedFfmpeg> {
  const folder = scratchFolder('ffmpeg');
  const [path, notes] = [join(folder, 'ffmpeg'), join(folder, 'notes')];
  await writeFile(notes, '');
  await writeFile(path, ['#!/bin/sh', `notes=${notes}`, ...lines, jpeg, ''].join('\n'));
  await chmod(folder, 0o755);
  await chmod(path, 0o755);
  await chmod(notes, 0o666);
  const settings = { PATH: [folder, process.env['PATH']].join(delimiter) };
  return { settings, notes, close: async () => removeFolder(folder) };
}
