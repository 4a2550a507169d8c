/** The sign-in page. */
import { html } from './html.ts';
import { layout } from './layout.ts';

export interface SignInView {
  /** Local path to go to afterwards. */
  readonly returnTo: string;
  /** Whether that is a linking with Google, which the page then says. */
  readonly linking: boolean;
  /** What was typed before, so that it is typed only once. */
  readonly email?: string;
  /** What went wrong, in a sentence. */
  readonly problem?: string;
}

/** Returns the whole page as HTML; `problem` is shown above the form. */
export function signInPage({ returnTo, linking, email = '', problem }: SignInView): string {
  const invalid =
    problem === undefined ? undefined : html` aria-invalid="true" aria-describedby="problem"`;
  const body = html`<div class="card">
    <h1>Sign in</h1>
    <p class="soft">
      ${
        linking
          ? 'Sign in to the Casement account that is to be linked.'
          : 'Sign in to see your cameras and the services they are linked with.'
      }
    </p>
    <div aria-live="polite">
      ${problem !== undefined && html`<p class="note alarm" id="problem" role="alert">${problem}</p>`}
    </div>
    <form method="post" action="/sign-in">
      <input type="hidden" name="return_to" value="${returnTo}" />
      <label for="email">E-mail address</label>
      <input
        id="email"
        name="email"
        type="email"
        inputmode="email"
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        maxlength="254"
        required
        value="${email}"
        ${email === '' && html`autofocus`}
        ${invalid}
      />
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        maxlength="200"
        required
        ${email !== '' && html`autofocus`}
        ${invalid}
      />
      <div class="row"><button class="button" type="submit">Sign in</button></div>
    </form>
  </div>`;
  return layout({ title: 'Sign in', body });
}
