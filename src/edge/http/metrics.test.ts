import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from '@jest/globals';
import { freePort } from '../../common/free-port.ts';
import { createMetrics } from '../../bridge/metrics.ts';
import { isLoopbackHost } from './loopback-host.ts';
import { serveMetrics, type MetricsServer } from './metrics.ts';

let served: MetricsServer | undefined;
afterEach(() => served?.close());

async function serve(read: () => Promise<string>): Promise<string> {
  const port = await freePort();
  served = await serveMetrics(port, read);
  return `http://127.0.0.1:${port}`;
}

test('counters and gauges as Prometheus reads them, labels of few values', async () => {
  const metrics = createMetrics(() => 5_900);
  metrics.gauge({
    sessions: () => 3,
    households: () => 2,
    cameras: () => 1,
    conditions: async () => ({ plays: 4, silent: 0 }),
  });
  metrics.foreignStamp();
  metrics.foreignUnit();
  metrics.trip();
  metrics.round('front door');
  metrics.round(undefined);
  metrics.round('webrtc');
  metrics.asked('action.devices.SYNC');
  metrics.refused('webhook', 'bad-request');
  metrics.stream('opened');
  const url = await serve(() => metrics.text());
  const answer = await fetch(`${url}/metrics`);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const said = await answer.text();
  expect(said.split('\n').filter((line) => /^[a-z]/.test(line))).toEqual([
    'casement_foreign_stamps_total 1',
    'casement_foreign_units_total 1',
    'casement_tripwire_trips_total 1',
    'casement_tripwire_rounds_total 3',
    'casement_tripwire_failures_total 1',
    'casement_tripwire_webrtc_failures_total 1',
    'casement_intents_total{intent="SYNC"} 1',
    'casement_intents_total{intent="QUERY"} 0',
    'casement_intents_total{intent="EXECUTE"} 0',
    'casement_intents_total{intent="DISCONNECT"} 0',
    'casement_refusals_total{at="webhook",code="bad-request"} 1',
    'casement_streams_total{stage="asked"} 0',
    'casement_streams_total{stage="opened"} 1',
    'casement_streams_total{stage="fetched"} 0',
    'casement_streams_total{stage="never-fetched"} 0',
    'casement_tripwire_last_round_seconds 5',
    'casement_sessions 3',
    'casement_households 2',
    'casement_cameras 1',
    'casement_camera_conditions{reason="plays"} 4',
    'casement_camera_conditions{reason="silent"} 0',
  ]);
});

test('a name that was made to lead to this machine is told nothing', async () => {
  const url = await serve(() => Promise.resolve('casement_sessions 3\n'));
  const { port } = new URL(url);
  const asked = async (host: string) => {
    const request = get(`${url}/metrics`, { headers: { host } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { status: response.statusCode, text: await text(response) };
  };
  for (const host of ['localhost', `LOCALHOST:${port}`, '127.0.0.1', `[::1]:${port}`]) {
    expect([host, await asked(host)]).toEqual([
      host,
      { status: 200, text: 'casement_sessions 3\n' },
    ]);
  }
  const foreign = ['evil.example.net', `evil.example.net:${port}`, '127.0.0.1.evil.example.net'];
  for (const host of [...foreign, 'localhost.evil.example.net', '127.0.0.1@evil', '192.168.1.2']) {
    const answer = await asked(host);
    expect([host, answer.status, answer.text]).toEqual([host, 421, 'not meant for this host\n']);
  }
});

test('a request that names no host is not meant for this one', () => {
  expect(isLoopbackHost(undefined)).toBe(false);
  expect(isLoopbackHost('')).toBe(false);
});

test('the process tells of itself, under the prefix of the rest', async () => {
  const metrics = createMetrics(() => 0);
  metrics.watchProcess();
  const lines = (await metrics.text()).split('\n').filter((line) => /^[a-z]/.test(line));
  expect(lines.filter((line) => !line.startsWith('casement_'))).toEqual([]);
  const names = new Set(lines.map((line) => /^[a-z_0-9]+/.exec(line)?.[0]));
  for (const name of [
    'casement_process_cpu_seconds_total',
    'casement_process_resident_memory_bytes',
    'casement_process_open_fds',
    'casement_nodejs_eventloop_lag_p99_seconds',
  ]) {
    expect(names).toContain(name);
  }
});

test('nothing else is there, and what fails is not told', async () => {
  const url = await serve(() => Promise.reject(new Error('hunter2')));
  expect((await fetch(url)).status).toBe(404);
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
  const failed = await fetch(`${url}/metrics`);
  expect([failed.status, await failed.text()]).toEqual([500, 'the metrics cannot be read\n']);
});
