import { expect, test } from '@jest/globals';
import { consentPage } from './consent.ts';
import { html } from './html.ts';
import { signInPage } from './sign-in.ts';

const nasty = `"><script>alert('x')</script>&`;

test('values are escaped, once, wherever they stand', () => {
  expect(html`<p title="${nasty}">${[nasty]}</p>`.text).toBe(
    `<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">` +
      '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>',
  );
  expect(html`${html`<b>${'&'}</b>`}`.text).toBe('<b>&amp;</b>');
});

test('nothing stands for nothing, zero for zero', () => {
  expect(html`[${undefined}${false}${[]}${0}]`.text).toBe('[0]');
});

test('an object that looks like HTML is not taken for it', () => {
  const forged: unknown = { text: '<script>', map: () => ['x'] };
  expect(html`${forged as string}`.text).not.toContain('<script>');
});

test('pages hold nothing unescaped that came from outside', () => {
  const consent = consentPage({
    accountName: nasty,
    email: nasty,
    cameras: [{ name: nasty, room: nasty }],
    action: nasty,
    binding: nasty,
    otherAccount: nasty,
    withDisplay: false,
    notice: nasty,
  });
  const signIn = signInPage({ returnTo: nasty, linking: true, email: nasty, problem: nasty });
  expect(`${consent}${signIn}`).not.toContain('<script');
});
