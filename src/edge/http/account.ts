/** The account page: the account's own cameras, and unlinking. */
import type { Request, Response } from 'express';
import type { Linking } from '../linking/linking.ts';
import { accountPage } from '../pages/account.ts';
import { displayClientId } from './display-client.ts';
import { bindForm, isBound } from './form-binding.ts';
import { readForm } from './form.ts';
import { sendOn, sendPage } from './page.ts';
import { queryOf } from './query.ts';
import { requireSameOrigin } from './same-site.ts';
import type { SiteParts } from './site.ts';
import { signInPath, visitorOf, type Visitor } from './visitor.ts';

const path = '/account';
/** Returns the page of the linkings; the first if none is named. */
const pageOf = (request: Request): number => {
  const page = queryOf(request).get('page') ?? '';
  return /^\d{1,6}$/.test(page) ? Number(page) : 1;
};
const unlinking = (grant: string): string => `unlink ${grant}`;

/** Returns the handlers of GET (`show`) and of the form that unlinks; who is not signed in is sent to sign in. */
export function accountPages(parts: SiteParts, linkingFor: (request: Request) => Linking) {
  async function view(request: Request, visitor: Visitor) {
    const cameras = await parts.partitions.within(visitor.proof, async (partition) => {
      const replaced = await partition.replaced();
      return (await partition.devices()).map((device) => ({
        name: device.name,
        room: device.room,
        shared: device.role === 'viewer',
        replaced: replaced.has(device.id),
        trouble: parts.troubleOf?.(partition, device),
      }));
    });
    const linked = await linkingFor(request).linkedServices(visitor.proof, pageOf(request));
    return {
      accountName: visitor.account.name,
      email: visitor.account.email,
      cameras,
      page: linked.page,
      pages: linked.pages,
      services: linked.services.map(({ id, client, since }) => ({
        id,
        name: client === displayClientId ? 'Virtual display' : 'Google',
        since,
        binding: bindForm(visitor.cookie, unlinking(id)),
      })),
      signOutBinding: bindForm(visitor.cookie, 'sign out'),
      virtualDisplay: parts.virtualDisplay,
      unlinked: queryOf(request).get('done') === 'unlinked',
    };
  }

  async function show(request: Request, response: Response): Promise<void> {
    const visitor = await visitorOf(parts, request);
    if (visitor === undefined) {
      sendOn(response, 302, signInPath(path));
      return;
    }
    sendPage(response, 200, accountPage(await view(request, visitor)));
  }

  async function unlink(request: Request, response: Response): Promise<void> {
    requireSameOrigin(request, parts.publicUrl);
    const visitor = await visitorOf(parts, request);
    if (visitor === undefined) {
      sendOn(response, 303, signInPath(path));
      return;
    }
    const form = await readForm(request);
    const grant = form.get('grant') ?? '';
    if (!isBound(form, visitor.cookie, unlinking(grant))) {
      sendOn(response, 303, path);
      return;
    }
    await linkingFor(request).unlink(visitor.proof, grant);
    sendOn(response, 303, `${path}?done=unlinked`);
  }

  return { show, unlink };
}
