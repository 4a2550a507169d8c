import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../failures.ts';
import { askExecute, askQuery, askSync, stream } from '../testing/asks.ts';
import { parseIntent, requestIdOf } from './intents.ts';

/** Well-formed requests with something anywhere replaced by anything. */
const bent = fc
  .tuple(
    fc.constantFrom<object>(askSync(), askQuery('a', 'b'), askExecute(stream(['a'], ['hls']))),
    fc.nat(40),
    fc.anything({ withBigInt: false }),
  )
  .map(([request, place, value]) => {
    let count = 0;
    return JSON.parse(JSON.stringify(request), (_key, old: unknown) =>
      count++ === place ? value : old,
    ) as unknown;
  });

test('whatever comes is either understood or a bad request', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.jsonValue(), bent), (value) => {
      try {
        expect(parseIntent(value)).toHaveProperty('input.intent');
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad-request' });
      }
      expect(['string', 'undefined']).toContain(typeof requestIdOf(value));
    }),
    { numRuns: 2_000 },
  );
});

test('a refusal names the place and quotes no value', () => {
  const asked = askExecute(stream(['a'], ['hls'], 'hunter2'));
  expect(() => parseIntent(asked)).toThrow(
    new Failure(
      'bad-request',
      'inputs.0.payload.commands.0.execution.0.params.StreamToChromecast: ' +
        'Invalid input: expected boolean, received string',
    ),
  );
});

test('an unknown intent is not quoted either', () => {
  const refusal = () => parseIntent({ requestId: '1', inputs: [{ intent: 'hunter2' }] });
  expect(refusal).toThrow(/^inputs\.0\.intent: /);
  expect(refusal).not.toThrow(/hunter2/);
});

test('fields that Google adds are let pass', () => {
  const { requestId, inputs } = askExecute(stream(['a'], ['hls']));
  const asked = { requestId, inputs, locale: 'en', devicesFrom: { x: 1 } };
  expect(parseIntent(asked).input.intent).toBe('action.devices.EXECUTE');
});
