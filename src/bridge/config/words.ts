/** What is wrong with a setting that has no wording of its own for it. Never quotes the value. */
import type { z } from 'zod';

/** Returns undefined if there is none: then the checking library's own stands. */
export const wordsOf: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'must be set';
  if (issue.code === 'invalid_type' && issue.expected === 'number') return 'must be a number';
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.join(', ')}`;
  if (issue.code === 'too_small') {
    return issue.origin === 'number'
      ? `must be at least ${issue.minimum}`
      : 'must not be left empty';
  }
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  if (issue.code === 'invalid_format' || issue.code === 'invalid_union') {
    return 'is not of the form that .env.example shows';
  }
  return undefined;
};
