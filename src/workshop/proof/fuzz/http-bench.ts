/** Checks what holds for every answer of the bridge over HTTP, whatever was asked. */
import type { FuzzedBridge } from './bridge.ts';
import type { RawAnswer } from '../http-heads.ts';
import { Lane, shout } from './raw-client.ts';
import { bytesOf, type HttpInput } from './request.ts';
import type { Bench } from './target.ts';

/** Stacks, paths and SQL: nothing that a stranger should learn. */
const inner = / {4}at .*[:(]|node_modules|\.(?:ts|js|mjs):\d+|SQLITE_|SELECT .* FROM|rtsps?:\/\//;
const lanes = 8;
const brokenMs = 250;

/** `more` checks an answer against what only this target knows. */
export function httpBench(
  bridge: FuzzedBridge,
  serves: () => Promise<void>,
  more: (input: HttpInput, answer: RawAnswer) => string | undefined = () => undefined,
): Bench<HttpInput> {
  const open = Array.from({ length: lanes }, () => new Lane(bridge.port));
  const { clientSecret } = bridge.demo.oauth;
  const secrets = [clientSecret, ...bridge.demo.accounts.map(({ password }) => password)];
  let turn = 0;

  function wrong(input: HttpInput, answer: RawAnswer): string | undefined {
    const text = answer.head + answer.body.toString('latin1');
    const offline = answer.status === 503 && text.includes('"device-offline"');
    if (answer.status === 0) return `no HTTP: ${JSON.stringify(text.slice(0, 600))}`;
    if (answer.status >= 500 && !offline) return `answered ${answer.status}: ${text.slice(0, 400)}`;
    const picture = /^content-type: *(?:image|video)\//im.test(answer.head);
    if (!picture && inner.test(text)) return `tells too much: ${inner.exec(text)?.[0] ?? ''}`;
    if (secrets.some((secret) => text.includes(secret))) return 'tells a secret';
    return more(input, answer);
  }

  return {
    async attempt(input) {
      if (input.broken !== undefined) {
        const answer = await shout(bridge.port, input.broken, brokenMs);
        return answer && wrong(input, answer);
      }
      turn += 1;
      const answer = await open[turn % lanes]?.ask(bytesOf(input), input.method === 'HEAD');
      return answer === undefined ? 'closed without an answer' : wrong(input, answer);
    },
    serves,
    health: () => bridge.health(),
    describe: (input) =>
      JSON.stringify((input.broken ?? bytesOf(input)).toString('latin1')).slice(0, 3_000),
    async close() {
      for (const lane of open) lane.close();
      await bridge.close();
    },
  };
}
