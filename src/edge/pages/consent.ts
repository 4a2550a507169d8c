/**
 * The consent page. Google's design rules: say that the link is with Google and not with one of its products,
 * say what is shared, offer a clear yes and a clear no, explain how to unlink.
 */
import { html } from './html.ts';
import { layout } from './layout.ts';

export interface ConsentView {
  readonly accountName: string;
  readonly email: string;
  readonly cameras: readonly { readonly name: string; readonly room?: string | undefined }[];
  /** Path and query to which the answer is posted: the whole request again. */
  readonly action: string;
  /** Ties the form to this sign-in and this request. */
  readonly binding: string;
  /** Sign-in page that leads back here. */
  readonly otherAccount: string;
  /** The link is with a virtual display of the bridge, and Google has no part in it. */
  readonly withDisplay: boolean;
  /** Something that changed since the page was shown: said once, above everything. */
  readonly notice?: string;
}

const privacyPolicy = 'https://policies.google.com/privacy';

function cameraList(cameras: ConsentView['cameras']) {
  if (cameras.length === 0) {
    return html`<p class="soft">
      There are no cameras in this account yet. Those that are added later will be shared too.
    </p>`;
  }
  return html`<ul class="list">
      ${cameras.map(
        ({ name, room }) =>
          html`<li>
            <span
              ><span class="name">${name}</span>${
                room !== undefined && html` <span class="soft">${room}</span>`
              }</span
            >
          </li>`,
      )}
    </ul>
    <p class="soft small">Cameras that are added to this account later will be shared too.</p>`;
}

const googleHome = html`<p class="note">
  Everyone in the Google home that you link to will see these cameras, on every display there.
  Google knows no rights of single persons.
</p>`;

const googlePolicy = html` Google handles what it receives under its
  <a href="${privacyPolicy}" rel="noreferrer">privacy policy</a>.`;

/** Returns the whole page as HTML. */
export function consentPage(view: ConsentView): string {
  const { accountName, email, cameras, action, binding, otherAccount, notice, withDisplay } = view;
  const service = withDisplay ? 'a virtual display' : 'Google';
  const body = html`<div class="card">
    <div aria-live="polite">
      ${notice !== undefined && html`<p class="note alarm" role="alert">${notice}</p>`}
    </div>
    <h1>Link your Casement account with ${service}</h1>
    <div class="who">
      <span><span class="name">${accountName}</span> <span class="soft">${email}</span></span>
      <a href="${otherAccount}">Use another account</a>
    </div>
    <p>${withDisplay ? 'This browser' : 'Google'} will be able to:</p>
    <ul class="plain">
      <li>see the names and rooms of your cameras, and whether they are online</li>
      <li>
        show their live picture and sound${!withDisplay && ' on your displays'}, when you ask for it
      </li>
      <li>see your name and e-mail address at Casement</li>
    </ul>
    ${!withDisplay && googleHome}
    <h2>Cameras to be shared</h2>
    ${cameraList(cameras)}
    <form method="post" action="${action}">
      <input type="hidden" name="binding" value="${binding}" />
      <div class="row">
        <button class="button" type="submit" name="decision" value="agree">Agree and link</button>
        <button class="button quiet" type="submit" name="decision" value="cancel">Cancel</button>
      </div>
    </form>
    <h2>You can unlink at any time</h2>
    <p class="soft small">
      ${withDisplay ? 'On the display itself' : 'In the Google Home app under Works with Google'},
      or here on your <a href="/account">account page</a>.${!withDisplay && googlePolicy}
    </p>
  </div>`;
  return layout({ title: `Link with ${service}`, body });
}
