/** Google's own JSON schemas, if they lie beside the project, or where GOOGLE_SCHEMAS says. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { projectRoot } from '../../../../common/project-root.ts';
import type { AnswerKind } from './answer-schemas.ts';

const root = process.env['GOOGLE_SCHEMAS'] ?? join(projectRoot, '../shared/google-schema');

/** What is missing, for `describeUnless`. */
export const missingSchemas = existsSync(root) ? undefined : `Google's schemas at ${root}`;

// `requestId` is declared a UUID; Google sends long decimal numbers.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const compiled = new Map<string, ReturnType<Ajv['compile']>>();

/** Returns what the schema in `file` finds wrong with `value`. */
export function faultsBy(file: string, value: unknown): string[] {
  const known = compiled.get(file);
  const validate =
    known ?? ajv.compile(JSON.parse(readFileSync(join(root, file), 'utf8')) as object);
  compiled.set(file, validate);
  void validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const camera = 'traits/camerastream';
const files: Readonly<Record<AnswerKind, string>> = {
  sync: 'intents/sync/sync.response.schema.json',
  query: 'intents/query/query.response.schema.json',
  execute: 'intents/execute/execute.response.schema.json',
  disconnect: 'intents/disconnect/disconnect.response.schema.json',
  attributes: `${camera}/camerastream.attributes.schema.json`,
  results: `${camera}/getcamerastream.results.schema.json`,
};

/** Returns what Google finds wrong with an answer of that kind. */
export const googleFaults = (kind: AnswerKind, value: unknown): string[] =>
  faultsBy(files[kind], value);
