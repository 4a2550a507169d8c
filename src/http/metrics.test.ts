import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { createMetrics } from '../metrics.ts';
import { serveMetrics, type MetricsServer } from './metrics.ts';

let served: MetricsServer | undefined;
afterEach(() => served?.close());

async function serve(read: () => Promise<string>): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await once(probe.close(), 'close');
  served = await serveMetrics(port, read);
  return `http://127.0.0.1:${port}`;
}

test('counters and gauges as Prometheus reads them, no label but the reasons', async () => {
  const metrics = createMetrics(
    {
      sessions: () => 3,
      households: () => 2,
      cameras: () => 1,
      conditions: () => ({ plays: 4, silent: 0 }),
    },
    () => 5_900,
  );
  metrics.foreignStamp();
  metrics.foreignUnit();
  metrics.trip();
  metrics.round('front door');
  metrics.round(undefined);
  metrics.round('webrtc');
  const url = await serve(() => metrics.text());
  const answer = await fetch(`${url}/metrics`);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  expect(text.split('\n').filter((line) => /^[a-z]/.test(line))).toEqual([
    'casement_foreign_stamps_total 1',
    'casement_foreign_units_total 1',
    'casement_tripwire_trips_total 1',
    'casement_tripwire_rounds_total 3',
    'casement_tripwire_failures_total 1',
    'casement_tripwire_webrtc_failures_total 1',
    'casement_tripwire_last_round_seconds 5',
    'casement_sessions 3',
    'casement_households 2',
    'casement_cameras 1',
    'casement_camera_conditions{reason="plays"} 4',
    'casement_camera_conditions{reason="silent"} 0',
  ]);
});

test('nothing else is there, and what fails is not told', async () => {
  const url = await serve(() => Promise.reject(new Error('hunter2')));
  expect((await fetch(url)).status).toBe(404);
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
  const failed = await fetch(`${url}/metrics`);
  expect([failed.status, await failed.text()]).toEqual([500, 'the metrics cannot be read\n']);
});
