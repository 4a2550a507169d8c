import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../../common/failures.ts';
import { askExecute, askQuery, askSync, stream } from '../../../workshop/testing/asks.ts';
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
      expect(['string', 'number', 'undefined']).toContain(typeof requestIdOf(value));
    }),
    { numRuns: 2_000 },
  );
});

test('a refusal names the place and quotes no value', () => {
  expect(() => parseIntent({ ...askSync(), requestId: ['hunter2'] })).toThrow(
    new Failure('bad-request', 'requestId: Invalid input'),
  );
  const asked = {
    requestId: '1',
    inputs: [{ intent: 'action.devices.QUERY', payload: 'hunter2' }],
  };
  expect(() => parseIntent(asked)).toThrow(
    new Failure('bad-request', 'inputs.0.payload: Invalid input: expected object, received string'),
  );
});

test('an odd command and an odd device leave the others as they are', () => {
  const good = stream(['a'], ['hls']);
  const { input } = parseIntent(
    askExecute(
      good,
      { devices: ['b', { id: 7 }], execution: [stream([], {}).execution[0], null] },
      { devices: [{ id: 'c' }] },
    ),
  );
  expect(input).toMatchObject({
    payload: {
      commands: [
        { devices: ['a'], execution: [{ wanted: { protocols: ['hls'], casts: false } }] },
        {
          devices: ['(no id)', '7'],
          execution: [
            {
              refused: {
                code: 'bad-request',
                why: 'params.SupportedStreamProtocols: Invalid input: expected array, received object',
              },
            },
            {
              refused: {
                code: 'command-unsupported',
                why: 'command: none that a camera here knows',
              },
            },
          ],
        },
        { devices: ['c'], execution: [] },
      ],
    },
  });
});

test('more commands than anything asks of one device are not carried out', () => {
  const { devices, execution } = stream(['a'], ['hls']);
  const many = Array.from({ length: 21 }, () => execution[0]);
  expect(parseIntent(askExecute({ devices, execution: many })).input).toMatchObject({
    payload: {
      commands: [
        {
          devices: ['a'],
          execution: [
            { refused: { code: 'bad-request', why: 'execution: more than 20 commands' } },
          ],
        },
      ],
    },
  });
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

test.each([2 ** 53, -(2 ** 53), 1e300])(
  'a number as requestId that cannot be given back as it came is refused: %d',
  (requestId) => {
    expect(() => parseIntent({ ...askSync(), requestId })).toThrow(
      new Failure(
        'bad-request',
        'requestId: Too big: a number beyond 2^53 cannot be given back as it came; send it as text',
      ),
    );
    // Nor is another one given back in the refusal.
    expect(requestIdOf({ ...askSync(), requestId })).toBeUndefined();
  },
);

test.each([0, -1.5, 8123400000, Number.MAX_SAFE_INTEGER, '12345678901234567890'])(
  'a requestId is given back as it came: %p',
  (requestId) => {
    expect(parseIntent({ ...askSync(), requestId }).requestId).toBe(requestId);
  },
);
