/** The front page: what this is, and where to go. */
import { html } from './html.ts';
import { layout } from './layout.ts';

export interface LandingView {
  /** The name of the account that is signed in. */
  readonly accountName: string | undefined;
  readonly virtualDisplay: boolean;
}

/** Returns the whole page as HTML. */
export function landingPage({ accountName, virtualDisplay }: LandingView): string {
  const body = html`<div class="card">
    <h1>Your cameras, on your displays, and on no others</h1>
    <p>
      Casement brings the cameras of your home to the smart displays you have linked with Google. A
      window belongs to one house and looks into that house only.
    </p>
    <div class="row">
      ${
        accountName === undefined
          ? html`<a class="button" href="/sign-in">Sign in</a>`
          : html`<a class="button" href="/account">Open ${accountName}</a>`
      }
      ${virtualDisplay && html`<a class="button quiet" href="/display">Virtual display</a>`}
    </div>
  </div>`;
  return layout({ title: 'Home', body, wide: true });
}
