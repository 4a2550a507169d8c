/** A browser for tests that is no more than a cookie jar: it follows nothing and runs nothing. */

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The `Location` header; empty where there is none. */
  readonly location: string;
}

export interface Jar {
  /** What is sent as `Cookie`. */
  cookie: string;
  /** Beside it: by what the bridge knows this browser again. */
  device: string;
  get(path: string): Promise<Answer>;
  /** Posts a form as a page of the bridge would, unless `headers` say otherwise. */
  post(
    path: string,
    form: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

export function createJar(origin: string): Jar {
  async function send(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(new URL(path, origin), { redirect: 'manual', ...init });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      if (pair.includes('-device=')) jar.device = pair;
      else jar.cookie = line.includes('Max-Age=0') ? '' : pair;
    }
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: response.headers.get('location') ?? '',
    };
  }
  const cookies = (): string => [jar.cookie, jar.device].filter((pair) => pair !== '').join('; ');
  const jar: Jar = {
    cookie: '',
    device: '',
    get: (path) => send(path, { headers: { cookie: cookies() } }),
    post: (path, form, headers = { origin, 'sec-fetch-site': 'same-origin' }) =>
      send(path, {
        method: 'POST',
        headers: { cookie: cookies(), ...headers },
        body: new URLSearchParams(form),
      }),
  };
  return jar;
}

/** The value of a hidden field, as a browser would read it. */
export function hidden(page: string, name: string): string {
  const value = new RegExp(`name="${name}"\\s+value="([^"]*)"`).exec(page)?.[1];
  if (value === undefined) throw new Error(`the page has no field ${name}`);
  return value
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
