/** The part of an error that may be written down: no address, no id, no secret. */
import { Failure } from '../common/failures.ts';
import { NoMedia, NoPicture } from './verdict.ts';

/** Returns the message if it is ours, else the error's code. */
export function wordsOf(error: unknown): string {
  const ours = [NoPicture, NoMedia, Failure].some((kind) => error instanceof kind);
  if (ours && error instanceof Error) return error.message;
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'failed';
}
