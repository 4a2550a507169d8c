/** Account linking: every step of it, at a browser and between the servers. */
import { bindForm } from '../../../edge/http/form-binding.ts';
import { newGrantId } from '../../../identity/ids.ts';
import { hashSecret, newSecret } from '../../../identity/secret.ts';
import {
  authorizeQuery,
  codeForm,
  refreshForm,
  revokeForm,
} from '../../../simulator/client/oauth-forms.ts';
import { checkAuthorize } from '../../../edge/linking/authorize/check.ts';
import { dawn } from '../races/town.ts';
import type { RawAnswer } from '../http-heads.ts';
import type { Question } from './client.ts';
import { asking, type Errand, type Operation } from './errand.ts';
import { password, type Caller } from './callers.ts';
import { client, type World } from './world.ts';

const [redirectUri = ''] = client.redirectUris;
const order = checkAuthorize(
  authorizeQuery({ client: client.id, redirectUri, state: 'as it was' }),
  [client],
);

function form(path: string, fields: Readonly<Record<string, string>>, cookie?: string): Question {
  return {
    method: 'POST',
    path,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(cookie !== undefined && { Cookie: `__Host-casement=${cookie}` }),
    },
    body: new URLSearchParams(fields).toString(),
  };
}

const page = (path: string, { cookie }: Caller): Question => ({
  method: 'GET',
  path,
  headers: { Cookie: `__Host-casement=${cookie}` },
});

const jsonOf = ({ body }: RawAnswer) => JSON.parse(body.toString()) as Record<string, unknown>;

/** Whether it is a page for this caller. */
const addressed =
  ({ email }: Caller) =>
  ({ status, body }: RawAnswer): boolean =>
    status === 200 && body.toString().includes(email);

/** Whether an access token was given. @throws Error for one of another grant or account. */
function tokened(answer: RawAnswer, caller: Caller, grant: string, { callers }: World): boolean {
  if (answer.status !== 200) return false;
  const proof = callers.town.tokens.verify(String(jsonOf(answer)['access_token']));
  if (proof.account !== caller.account || proof.grant !== grant) {
    throw new Error('was given an access token of another linking');
  }
  return true;
}

/** A code that was just issued, and the grant behind it. */
async function issuedCode({ account }: Caller, { callers }: World) {
  const code = newSecret();
  const grant = newGrantId();
  const from = { grant, account, client: client.id, redirectUri, scope: '' };
  await callers.town.scratch.store
    .of(account)
    .addGrant(
      { id: grant, client: client.id, scope: '', createdAt: dawn },
      { ...from, hash: hashSecret(code), expiresAt: dawn + 3_600_000 },
    );
  return { code, grant };
}

type Granted = (caller: Caller, world: World) => Errand['granted'];

/** What stands on the disk, whatever the bridge says. */
const shelf = ({ callers }: World) => callers.town.scratch.store;

/** The value of a cookie that is set, or of a code that is sent on. */
const secretIn = ({ head }: RawAnswer, before: string): string | undefined =>
  head.split(before)[1]?.match(/^[\w-]{43}/)?.[0];

/** @throws Error if somebody else is meant. */
function meant(account: string | undefined, caller: Caller): true {
  if (account !== caller.account) throw new Error('another household was meant');
  return true;
}

/** Whether the grant is over, if `status` says so. */
const ended =
  (status: number): Granted =>
  ({ account, grant }, world) =>
  async (answer) => {
    if (answer.status !== status) return false;
    if (await shelf(world).of(account).standing(grant)) throw new Error('it is linked as before');
    return true;
  };

function operation(
  name: string,
  question: (caller: Caller) => Question,
  granted: Granted,
  more: Partial<Operation> = {},
): Operation {
  return {
    name,
    ofCamera: false,
    once: false,
    async errand(caller, world) {
      return { begin: () => asking(world, question(caller)), granted: granted(caller, world) };
    },
    ...more,
  };
}

export const linking: readonly Operation[] = [
  operation(
    'sign-in',
    ({ email }) => form('/sign-in', { email, password, return_to: '/account' }),
    (caller, world) => async (answer) => {
      const cookie = secretIn(answer, '__Host-casement=');
      if (answer.status !== 303 || cookie === undefined) return false;
      return meant((await shelf(world).directory.signIn(hashSecret(cookie)))?.account, caller);
    },
    { outside: true },
  ),
  operation('consent page', (caller) => page(`/oauth/authorize?${order.query}`, caller), addressed),
  operation(
    'consent',
    ({ cookie }) =>
      form(
        `/oauth/authorize?${order.query}`,
        { binding: bindForm(cookie, `link ${order.query}`), decision: 'agree' },
        cookie,
      ),
    (caller, world) => async (answer) => {
      const code = secretIn(answer, `${redirectUri}?code=`);
      if (answer.status !== 302 || code === undefined) return false;
      return meant((await shelf(world).directory.code(hashSecret(code)))?.account, caller);
    },
  ),
  {
    name: 'token exchange',
    ofCamera: false,
    // A code is spent by its first use, and a second use ends the grant.
    once: true,
    async errand(caller, world) {
      const { code, grant } = await issuedCode(caller, world);
      const question = form('/oauth/token', codeForm(client, { code, redirectUri }));
      return {
        begin: () => asking(world, question),
        granted: (answer) => tokened(answer, caller, grant, world),
      };
    },
  },
  operation(
    'refresh',
    ({ refreshToken }) => form('/oauth/token', refreshForm(client, refreshToken)),
    (caller, world) => (answer) => tokened(answer, caller, caller.grant, world),
  ),
  operation(
    'revocation by the client',
    ({ refreshToken }) => form('/oauth/revoke', revokeForm(client, refreshToken)),
    ended(200),
  ),
  operation(
    'user info',
    ({ bearer }) => ({
      method: 'GET',
      path: '/oauth/userinfo',
      headers: { Authorization: `Bearer ${bearer}` },
    }),
    ({ account }) =>
      (answer) =>
        answer.status === 200 && jsonOf(answer)['sub'] === account,
  ),
  operation('account page', (caller) => page('/account', caller), addressed),
  operation(
    'unlinking on the account page',
    ({ cookie, grant }) =>
      form('/account/unlink', { grant, binding: bindForm(cookie, `unlink ${grant}`) }, cookie),
    ended(303),
  ),
  operation(
    'sign-out',
    ({ cookie }) => form('/sign-out', { binding: bindForm(cookie, 'sign out') }, cookie),
    ({ cookie }, world) =>
      async ({ status }) => {
        if (status !== 303) return false;
        const kept = await shelf(world).directory.signIn(hashSecret(cookie));
        if (kept !== undefined) throw new Error('it is signed in as before');
        return true;
      },
  ),
];
