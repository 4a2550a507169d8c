/** Says which methods a path knows (RFC 9110 §15.5.6). */
import type { Request, Response } from 'express';
import { answerJson } from './errors.ts';

/** Goes behind a path's own handlers. `note` is called for each request that gets so far. */
export function onlyMethods(
  methods: readonly string[],
  note: (request: Request) => void = () => undefined,
) {
  return (request: Request, response: Response): void => {
    note(request);
    response.setHeader('Allow', methods.join(', '));
    answerJson(response, 405, { error: 'invalid_request', error_description: 'wrong method' });
  };
}
