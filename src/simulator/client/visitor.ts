/** A person at a browser, as far as the network sees it: cookies, pages, forms. */
import { Failure } from '../../common/failures.ts';

/** A browser's cookies, whatever their path: by name, until they are cleared. */
export class Cookies {
  readonly #values = new Map<string, string>();

  /** Keeps what an answer sets, and drops what it clears. */
  take({ headers }: Pick<Response, 'headers'>): void {
    for (const line of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      if (/; *Max-Age=0(;|$)/i.test(line)) this.#values.delete(name);
      else this.#values.set(name, value);
    }
  }

  /** Returns a `Cookie` header that names those of which `meant` is true; empty if there are none. */
  header(meant: (name: string) => boolean = () => true): string {
    const own = [...this.#values].filter(([name]) => meant(name));
    return own.map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Puts those of a header in the place of all of which `meant` is true. */
  replace(header: string, meant: (name: string) => boolean): void {
    for (const name of [...this.#values.keys()].filter(meant)) this.#values.delete(name);
    for (const [, name = '', value = ''] of header.matchAll(/([^=; ]+)=([^;]*)/g)) {
      this.#values.set(name, value);
    }
  }
}

/** A browser's cookies and same-page navigation, as far as linking needs them. */
export class Visitor {
  readonly #origin: string;
  readonly #signal: AbortSignal | null;
  readonly #cookies = new Cookies();

  constructor({ origin, signal }: { readonly origin: string; readonly signal?: AbortSignal }) {
    this.#origin = origin;
    this.#signal = signal ?? null;
  }

  /** The value that is sent as `Cookie`. */
  get cookie(): string {
    return this.#cookies.header();
  }

  /** One request to the bridge; redirects are left to the caller. */
  async ask(path: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(new URL(path, this.#origin), {
      redirect: 'manual',
      signal: this.#signal,
      headers: { cookie: this.cookie, ...(form && { origin: this.#origin }) },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    this.#cookies.take(response);
    return response;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Returns what a text in a page stands for. */
export const unescaped = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);

/** A form as a page shows it. */
export interface PageForm {
  readonly action: string;
  /** The hidden fields. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Returns the form of a page that posts `button`. @throws Failure `bad-request` if there is none. */
export function formOf(page: string, button: string): PageForm {
  const form = [...page.matchAll(/<form[^>]*>.*?<\/form>/gs)].find(([text]) =>
    text.includes(button),
  );
  if (form === undefined)
    throw new Failure('bad-request', 'linking: the expected form did not come');
  const attribute = (tag: string, name: string): string =>
    unescaped(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
  const hidden = [...form[0].matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag);
  return {
    action: attribute(form[0], 'action'),
    fields: Object.fromEntries(
      hidden.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]),
    ),
  };
}

/** Returns where an answer leads. @throws Failure `bad-request` naming the step, if it leads nowhere. */
export function locationOf(response: Response, step: string): string {
  const location = response.headers.get('location');
  if (location === null) {
    throw new Failure('bad-request', `linking: ${step} was answered with ${response.status}`);
  }
  return location;
}
