/** One recorded request with the answer it must have. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../../common/failures.ts';

const schema = z.strictObject({
  /** What it shows, in a sentence. */
  name: z.string().min(1),
  /** `own`: the access token of the run; `none`; `bad`: one that never was any good. */
  bearer: z.enum(['own', 'none', 'bad']).default('own'),
  method: z.string().default('POST'),
  headers: z.record(z.string(), z.string()).default({}),
  /** The body: JSON, or with `text` exactly that text. */
  request: z.json().optional(),
  text: z.string().optional(),
  expect: z.strictObject({
    status: z.int(),
    /** Matchers by lower-case header name; other headers are ignored. */
    headers: z.record(z.string(), z.json()).default({}),
    body: z.json(),
  }),
});

export interface Fixture extends z.infer<typeof schema> {
  readonly file: string;
}

function filesOf(path: string): string[] {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch {
    throw new Failure('not-found', `there is no ${path}`);
  }
  if (!isFolder) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((name) => join(path, name));
}

/** Reads one fixture. @throws Failure `bad-request` naming the file and what is wrong with it. */
function readFixture(file: string): Fixture {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Failure('bad-request', `${file} is not JSON`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Failure('bad-request', `${file}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return { file, ...parsed.data };
}

/** Files in the order given; a folder stands for its .json files, by name. */
export function readFixtures(paths: readonly string[]): readonly Fixture[] {
  const fixtures = paths.flatMap(filesOf).map(readFixture);
  if (fixtures.length === 0) throw new Failure('not-found', 'there is no fixture in there');
  return fixtures;
}

const disconnect = z.object({
  inputs: z.tuple([z.object({ intent: z.literal('action.devices.DISCONNECT') })]),
});

/** Whether a fixture ends the linking it is sent under. */
export function unlinks({ bearer, request }: Fixture): boolean {
  return bearer === 'own' && disconnect.safeParse(request).success;
}
