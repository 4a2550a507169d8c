/** Account linking: every endpoint for people and for clients, with forms and queries damaged. */
import fc from 'fast-check';
import {
  authorizeQuery,
  codeForm,
  postForm,
  refreshForm,
  revokeForm,
} from '../../../../simulator/client/oauth-forms.ts';
import { startFuzzedBridge } from '../bridge.ts';
import { byteEdits, damaged } from '../damage.ts';
import { forms } from '../forms.ts';
import { httpBench } from '../http-bench.ts';
import { bytesOf, tricked, type HttpInput } from '../request.ts';
import type { Target } from '../target.ts';
import { texts } from '../values.ts';

export const oauth: Target<HttpInput> = {
  name: 'oauth',
  abreast: 64,
  async open() {
    const bridge = await startFuzzedBridge();
    const { clientId, clientSecret, redirectUri } = bridge.demo.oauth;
    const [good, spare] = [await bridge.link(), await bridge.link()];
    const cookie = await bridge.signIn();
    const client = { id: clientId, secret: clientSecret };
    // The verifier of RFC 7636, appendix B.
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const asked = authorizeQuery({ client: clientId, redirectUri, state: 'state', verifier });
    const queries = forms([{ ...Object.fromEntries(asked), scope: 'a b' }]).map((text) =>
      text.replace(/[^!-~]/g, '_'),
    );
    const calls = forms([
      codeForm(client, { code: 'x', redirectUri }),
      refreshForm(client, good.refresh),
      { grant_type: 'refresh_token', refresh_token: spare.refresh },
    ]);
    const basic = Buffer.from(`${clientId}:${encodeURIComponent(clientSecret)}`).toString('base64');
    const typed = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
    const browser = [
      ['Cookie', cookie],
      ['Origin', bridge.origin],
      ['Sec-Fetch-Site', 'same-origin'],
    ] as const;
    const get = (target: string, headers: HttpInput['headers'] = []): HttpInput => ({
      method: 'GET',
      target,
      headers,
      body: Buffer.alloc(0),
    });
    const post = (target: string, form: string, headers: HttpInput['headers'] = []): HttpInput => ({
      method: 'POST',
      target,
      headers: [typed, ...headers],
      body: Buffer.from(form, 'latin1'),
    });
    const cookies = fc
      .tuple(fc.constant(cookie), byteEdits)
      .map(([text, edits]) => damaged(Buffer.from(text), edits).toString('latin1'));
    const inputs = tricked(
      fc.oneof(
        { weight: 6, arbitrary: queries.map((query) => get(`/oauth/authorize?${query}`, browser)) },
        { weight: 2, arbitrary: queries.map((query) => get(`/oauth/authorize?${query}`)) },
        {
          weight: 3,
          arbitrary: fc
            .tuple(
              queries,
              forms([
                { decision: 'agree', binding: 'x' },
                { decision: 'cancel', binding: '' },
              ]),
            )
            .map(([query, form]) => post(`/oauth/authorize?${query}`, form, browser)),
        },
        { weight: 8, arbitrary: calls.map((form) => post('/oauth/token', form)) },
        {
          weight: 2,
          arbitrary: calls.map((form) =>
            post('/oauth/token', form, [['Authorization', `Basic ${basic}`]]),
          ),
        },
        {
          weight: 2,
          arbitrary: forms([{ ...revokeForm(client, 'x'), token_type_hint: 'refresh_token' }]).map(
            (form) => post('/oauth/revoke', form),
          ),
        },
        {
          weight: 1,
          arbitrary: texts.map((text) =>
            get('/oauth/userinfo', [['Authorization', `Bearer ${text}`]]),
          ),
        },
        {
          weight: 1,
          arbitrary: fc.constant(
            get('/oauth/userinfo', [['Authorization', `Bearer ${good.access}`]]),
          ),
        },
        {
          weight: 2,
          arbitrary: forms([
            { email: 'somebody@example.net', password: 'x', return_to: '/account' },
          ]).map((form) => post('/sign-in', form, [['Origin', bridge.origin]])),
        },
        {
          weight: 2,
          arbitrary: forms([{ return_to: '/account' }]).map((query) =>
            get(`/sign-in?${query.replace(/[^!-~]/g, '_')}`),
          ),
        },
        {
          weight: 1,
          arbitrary: forms([{ grant: 'g_x', binding: 'x' }]).map((form) =>
            post('/account/unlink', form, browser),
          ),
        },
        {
          weight: 1,
          arbitrary: forms([{ binding: 'x' }]).map((form) => post('/sign-out', form, browser)),
        },
        {
          weight: 1,
          arbitrary: forms([{ state: 'x', code: 'y' }]).map((query) =>
            get(`/display/linked?${query.replace(/[^!-~]/g, '_')}`),
          ),
        },
        { weight: 2, arbitrary: cookies.map((text) => get('/account', [['Cookie', text]])) },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom('/', '/account', '/style.css', '/healthz', '/readyz', '/live', '/oauth')
            .map((path) => get(path)),
        },
      ),
    );
    const broken = fc
      .tuple(inputs, fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.nat(300))
      .map(([input, bytes, place]) => ({
        ...input,
        broken: damaged(bytesOf(input), [{ do: 'insert', at: place, bytes }]),
      }));
    const serves = async () => {
      await bridge.intend(good.access, 'SYNC');
      const form = refreshForm(client, good.refresh);
      const { status } = await postForm(bridge.origin, 'token', form);
      if (status !== 200) throw new Error(`a good refresh was answered ${status}`);
    };
    const bench = httpBench(bridge, serves, (_input, { head }) => {
      const location = /^location: *(\S+)/im.exec(head)?.[1];
      const away = location !== undefined && !location.startsWith('/');
      const ours = [redirectUri, `${bridge.origin}/`].some((start) => location?.startsWith(start));
      return away && !ours ? `sends a browser to ${location}` : undefined;
    });
    return {
      bench,
      inputs: fc.oneof({ weight: 60, arbitrary: inputs }, { weight: 1, arbitrary: broken }),
    };
  },
};
