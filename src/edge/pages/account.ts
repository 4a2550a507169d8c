/** The account page: the account's own cameras, and what they are linked with. */
import { html } from './html.ts';
import { layout } from './layout.ts';

export interface AccountView {
  readonly accountName: string;
  readonly email: string;
  readonly cameras: readonly {
    readonly name: string;
    readonly room?: string | undefined;
    readonly shared: boolean;
    /** Another camera answers in its place. */
    readonly replaced: boolean;
    /** Why it shows nothing, and since when in milliseconds since 1970. */
    readonly trouble?: { readonly brief: string; readonly since: number } | undefined;
  }[];
  readonly services: readonly {
    readonly id: string;
    /** Who linked. */
    readonly name: string;
    /** Milliseconds since 1970. */
    readonly since: number;
    /** Ties the button to this sign-in. */
    readonly binding: string;
  }[];
  /** Which page of the services this is, from 1, and how many there are. */
  readonly page: number;
  readonly pages: number;
  readonly signOutBinding: string;
  readonly virtualDisplay: boolean;
  /** A service was unlinked just now. */
  readonly unlinked: boolean;
}

const moment = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

function cameraLine({ name, room, shared, replaced, trouble }: AccountView['cameras'][number]) {
  const details = [room, shared ? 'shared with you' : undefined].filter(
    (part) => part !== undefined,
  );
  return html`<li>
    <span
      ><span class="name">${name}</span>${
        details.length > 0 && html` <span class="soft">${details.join(' · ')}</span>`
      }${
        replaced &&
        html` <span class="soft"
          >Another camera answers in its place. It is not shown. If you have replaced the camera,
          tell whoever runs this bridge.</span
        >`
      }${
        !replaced &&
        trouble !== undefined &&
        html` <span class="soft"
          >No picture since ${moment.format(trouble.since)} UTC. ${trouble.brief}</span
        >`
      }</span
    >
  </li>`;
}

function serviceLine({ id, name, since, binding }: AccountView['services'][number]) {
  // The time tells linkings of one day apart.
  const linked = `linked on ${moment.format(since)} UTC`;
  return html`<li>
    <span><span class="name">${name}</span> <span class="soft">${linked}</span></span>
    <form method="post" action="/account/unlink">
      <input type="hidden" name="grant" value="${id}" />
      <input type="hidden" name="binding" value="${binding}" />
      <button class="button quiet slim" type="submit" aria-label="Unlink ${name}, ${linked}">
        Unlink
      </button>
    </form>
  </li>`;
}

function pageLinks({ page, pages }: Pick<AccountView, 'page' | 'pages'>) {
  if (pages === 1) return false;
  const to = (other: number, text: string) =>
    html`<a class="button quiet slim" href="/account?page=${String(other)}">${text}</a>`;
  return html`<nav class="row" aria-label="Pages of linked services">
    ${page > 1 && to(page - 1, 'Earlier')}
    <span class="soft">Page ${String(page)} of ${String(pages)}</span>
    ${page < pages && to(page + 1, 'Later')}
  </nav>`;
}

/** Returns the whole page as HTML. */
export function accountPage(view: AccountView): string {
  const { accountName, email, cameras, services, signOutBinding, virtualDisplay, unlinked } = view;
  const body = html`<div class="card">
      <h1>${accountName}</h1>
      <p class="soft">${email}</p>
      <h2>Your cameras</h2>
      ${
        cameras.length === 0
          ? html`<p class="soft">There are no cameras in this account yet.</p>`
          : html`<ul class="list">
              ${cameras.map(cameraLine)}
            </ul>`
      }
      <div class="row">
        ${virtualDisplay && html`<a class="button" href="/display">Virtual display</a>`}
      </div>
    </div>
    <div class="card">
      <h2>Linked services</h2>
      ${unlinked && html`<p role="status"><strong>Unlinked.</strong> What it showed has ended.</p>`}
      ${
        services.length === 0
          ? html`<p class="soft">
              Nothing is linked. To link, add Casement in the Google Home app under Works with
              Google${virtualDisplay && ', or open the virtual display above'}.
            </p>`
          : html`<p class="soft">
                Whoever linked this account sees its cameras. Unlinking ends their live pictures at
                once.
              </p>
              <ul class="list">
                ${services.map(serviceLine)}
              </ul>
              ${pageLinks(view)}`
      }
      <form method="post" action="/sign-out">
        <input type="hidden" name="binding" value="${signOutBinding}" />
        <div class="row"><button class="button quiet" type="submit">Sign out</button></div>
      </form>
    </div>`;
  return layout({ title: 'Your account', body, wide: true });
}
