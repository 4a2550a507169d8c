/** A person at a browser, as far as the network sees it: cookies, pages, forms. */
import { Failure } from '../../common/failures.ts';

/** A browser's cookies and same-page navigation, as far as linking needs them. */
export class Visitor {
  readonly #origin: string;
  readonly #signal: AbortSignal | null;
  readonly #cookies = new Map<string, string>();

  constructor({ origin, signal }: { readonly origin: string; readonly signal?: AbortSignal }) {
    this.#origin = origin;
    this.#signal = signal ?? null;
  }

  /** One request to the bridge; redirects are left to the caller. */
  async ask(path: string, form?: Record<string, string>): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.#origin), {
      redirect: 'manual',
      signal: this.#signal,
      headers: { cookie, ...(form && { origin: this.#origin }) },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
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

/** A form as a page shows it. */
export interface PageForm {
  readonly action: string;
  /** The hidden fields. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The form of a page that posts `button`. @throws Failure `bad-request` where there is none. */
export function formOf(page: string, button: string): PageForm {
  const form = [...page.matchAll(/<form[^>]*>.*?<\/form>/gs)].find(([text]) =>
    text.includes(button),
  );
  if (form === undefined)
    throw new Failure('bad-request', 'linking: the expected form did not come');
  const attribute = (tag: string, name: string): string =>
    (new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '').replaceAll(
      /&(?:amp|lt|gt|quot|#39);/g,
      (entity) => entities[entity] ?? entity,
    );
  const hidden = [...form[0].matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag);
  return {
    action: attribute(form[0], 'action'),
    fields: Object.fromEntries(
      hidden.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]),
    ),
  };
}

/** Where an answer leads. @throws Failure `bad-request` naming the step, where it leads nowhere. */
export function locationOf(response: Response, step: string): string {
  const location = response.headers.get('location');
  if (location === null) {
    throw new Failure('bad-request', `linking: ${step} was answered with ${response.status}`);
  }
  return location;
}
