import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askExecute, askQuery, askSync, stream } from '../../workshop/testing/asks.ts';
import { type EdgeHouse, openEdgeHouse } from '../../workshop/testing/edge-house.ts';

let edge: EdgeHouse;
beforeAll(async () => {
  edge = await openEdgeHouse();
});
afterAll(() => edge.close());

const texts = fc.constantFrom(
  ...[askSync(), askQuery('x', '__proto__'), askExecute(stream(['x'], ['hls']))].map((asked) =>
    JSON.stringify(asked),
  ),
);

/** A request cut, or with one character changed. */
const damaged = fc
  .tuple(texts, fc.nat(), fc.string({ maxLength: 3 }), fc.boolean())
  .map(([text, at, patch, cut]) => {
    const place = at % text.length;
    return text.slice(0, place) + patch + (cut ? '' : text.slice(place + 1));
  });

const path = fc
  .array(
    fc.constantFrom('/', '.', '..', '%', '%2f', '%zz', '%00', ';', '?', 'fulfillment', 'live', 'é'),
    {
      maxLength: 6,
    },
  )
  .map((parts) => `/${parts.join('')}`);

async function fine(response: Response): Promise<void> {
  expect(response.status).toBeLessThan(500);
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  const text = await response.text();
  expect(() => void JSON.parse(text)).not.toThrow();
  expect(text).not.toContain('node_modules');
}

test('no body makes the webhook fail', async () => {
  const bodies = fc.oneof(fc.json(), damaged, fc.string({ unit: 'binary' }));
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => fine(await edge.post(edge.birch.token, body))),
    { numRuns: 200 },
  );
});

test('no token makes the webhook fail', async () => {
  const token = fc.oneof(
    fc.stringMatching(/^[!-~]{0,60}$/),
    fc.nat(500).map((at) => {
      const { token: good } = edge.birch;
      const place = at % good.length;
      const other = good[place] === 'A' ? 'B' : 'A';
      return good.slice(0, place) + other + good.slice(place + 1);
    }),
  );
  await fc.assert(
    fc.asyncProperty(token, async (given) => {
      const response = await edge.post(given, askSync());
      expect(response.status).toBe(401);
      await fine(response);
    }),
    { numRuns: 150 },
  );
});

test('no path makes the bridge fail', async () => {
  await fc.assert(
    fc.asyncProperty(path, fc.constantFrom('GET', 'POST'), async (given, method) => {
      const response = await fetch(`${edge.origin}${given}`, { method });
      await fine(response);
      expect(response.status).toBeGreaterThanOrEqual(400);
    }),
    { numRuns: 150 },
  );
});
