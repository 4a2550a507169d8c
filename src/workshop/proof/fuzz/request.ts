/** HTTP requests as bytes, and the tricks that are played with their heads. */
import fc from 'fast-check';

export interface HttpInput {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** Bytes that are no request any more: they get a connection of their own. */
  readonly broken?: Buffer;
}

const hosts = fc.constantFrom(
  'bridge.example.net',
  '',
  'x:99999',
  '[::',
  'a'.repeat(300),
  '127.0.0.1@evil',
);

/** One more header, a method or a form of target that nobody asked for. */
export type Trick = (input: HttpInput) => HttpInput;

const header =
  (name: string, value: string): Trick =>
  (input) => ({
    ...input,
    headers: [
      ...input.headers.filter(([known]) => known.toLowerCase() !== name.toLowerCase()),
      [name, value],
    ],
  });
const twice =
  (name: string, value: string): Trick =>
  (input) => ({
    ...input,
    headers: [...input.headers, [name, value]],
  });

const headerTricks = fc.constantFrom(
  header('Content-Type', 'text/plain'),
  header('Content-Type', 'application/json; charset=utf-16'),
  header('Content-Type', 'application/json;charset=utf-8'),
  header('Content-Type', 'multipart/form-data; boundary=x'),
  header('Content-Type', `application/json; ${'x'.repeat(4_000)}`),
  header('Content-Encoding', 'gzip'),
  header('Content-Encoding', 'br, identity'),
  header('Authorization', 'Bearer'),
  header('Authorization', 'Bearer  '),
  header('Authorization', 'Basic Zm9vOmJhcg=='),
  header('Authorization', 'Basic ====='),
  header('Authorization', `Bearer ${'a.'.repeat(3_000)}`),
  header('Authorization', 'Bearer eyJhbGciOiJub25lIn0.e30.'),
  twice('Authorization', 'Bearer x'),
  twice('Content-Type', 'text/html'),
  twice('Cookie', 'casement=x; casement=y; __proto__=z'),
  header('Expect', '100-continue'),
  header('Expect', 'the unexpected'),
  header('Range', 'bytes=0-0,-1,5-'),
  header('If-None-Match', '*'),
  header('If-Modified-Since', 'never'),
  header('Accept', '\u00ff'.repeat(50)),
  header('X-Forwarded-For', '::1, 0x7f.1, unknown'),
  header('X-Forwarded-Proto', 'https\u00ff'),
  header('Forwarded', 'for="[::1";proto=;host='),
  header('Origin', 'null'),
  header('Origin', 'http://[::'),
  header('Referer', 'http://%'),
  header('Upgrade', 'h2c'),
  header('X-Http-Method-Override', 'DELETE'),
  header('Access-Control-Request-Method', 'POST'),
  header('Connection', 'keep-alive, x-drop'),
);

const tricks: fc.Arbitrary<Trick> = fc.oneof(
  { weight: 8, arbitrary: headerTricks },
  { weight: 2, arbitrary: hosts.map((host) => header('Host', host)) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'POST')
      .map((method): Trick => (input) => ({ ...input, method })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        'http://x',
        'http://[::',
        'http://x:99999',
        'https://user:pw@h',
        '/',
        '//evil',
        '/./',
        '/%2e%2e',
      )
      .map((prefix): Trick => (input) => ({ ...input, target: `${prefix}${input.target}` })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        '?',
        '??',
        '#',
        '/',
        '//',
        ';x=.css',
        '%00',
        '%',
        '%zz',
        '%ff',
        '.json',
        '/..;/',
        '?a[b]=c&a[__proto__]=d',
      )
      .map((suffix): Trick => (input) => ({ ...input, target: `${input.target}${suffix}` })),
  },
);

/** Applies a few tricks to a request, mostly none. */
export function tricked(inputs: fc.Arbitrary<HttpInput>): fc.Arbitrary<HttpInput> {
  const some = fc.oneof(
    { weight: 3, arbitrary: fc.constant([] as Trick[]) },
    { weight: 2, arbitrary: fc.array(tricks, { minLength: 1, maxLength: 3 }) },
  );
  return fc
    .tuple(inputs, some)
    .map(([input, all]) => all.reduce((now, trick) => trick(now), input));
}

/** The bytes of a request with a length that fits its body. */
export function bytesOf({ method, target, headers, body }: HttpInput): Buffer {
  const host = headers.some(([name]) => name === 'Host') ? [] : ['Host: bridge.example.net'];
  const lines = [
    // A line break or a blank in it would be another request, whose answer nobody waits for.
    `${method} ${target.replace(/[^!-\u00ff]|\u007f/g, '_')} HTTP/1.1`,
    ...host,
    ...headers.map(([name, value]) => `${name}: ${value.replace(/[^ -\u00ff]|\u007f/g, '_')}`),
    `Content-Length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}
