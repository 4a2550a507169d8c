/** A browser for tests that is no more than a cookie jar: it follows nothing and runs nothing. */
import { Cookies, unescaped } from '../../simulator/client/visitor.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The `Location` header; empty if there is none. */
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

const ofDevice = (name: string): boolean => name.endsWith('-device');
const ofSignIn = (name: string): boolean => !ofDevice(name);

/** Returns one without cookies, for the bridge at `origin`. */
export function createJar(origin: string): Jar {
  const cookies = new Cookies();

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(new URL(path, origin), { redirect: 'manual', ...init });
    cookies.take(response);
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: response.headers.get('location') ?? '',
    };
  }
  return {
    get cookie() {
      return cookies.header(ofSignIn);
    },
    set cookie(header) {
      cookies.replace(header, ofSignIn);
    },
    get device() {
      return cookies.header(ofDevice);
    },
    set device(header) {
      cookies.replace(header, ofDevice);
    },
    get: (path) => send(path, { headers: { cookie: cookies.header() } }),
    post: (path, form, headers = { origin, 'sec-fetch-site': 'same-origin' }) =>
      send(path, {
        method: 'POST',
        headers: { cookie: cookies.header(), ...headers },
        body: new URLSearchParams(form),
      }),
  };
}

/** The value of a hidden field, as a browser would read it. */
export function hidden(page: string, name: string): string {
  const value = new RegExp(`name="${name}"\\s+value="([^"]*)"`).exec(page)?.[1];
  if (value === undefined) throw new Error(`the page has no field ${name}`);
  return unescaped(value);
}
