/** The one stylesheet: paper by day, lamplight by night. */

const colours = `
:root {
  color-scheme: light dark;
  --paper: #f5eee2;
  --light: #fff9ee;
  --card: #fffcf6;
  --ink: #2c241c;
  --soft: #6a5d50;
  --line: #dccfbb;
  --field: #8d7d6b;
  --accent: #1d5b54;
  --accent-deep: #15463f;
  --on-accent: #fffcf6;
  --glow: #f4b860;
  --wing: #fde3b0;
  --frame: #3b3027;
  --alarm: #9c2f1f;
  --alarm-bed: #fbe9e2;
  --note-bed: #eef1e4;
  --focus: #b4560f;
  --beam: rgba(255, 214, 140, .34);
  --shadow: 0 1px 2px rgba(70, 50, 20, .06), 0 18px 48px -18px rgba(70, 50, 20, .28);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #191512;
    --light: #211b16;
    --card: #231d18;
    --ink: #f3e9db;
    --soft: #b9aa98;
    --line: #40362d;
    --field: #8f8070;
    --accent: #f0b45c;
    --accent-deep: #ffcd82;
    --on-accent: #241a0c;
    --glow: #f0ae4e;
    --wing: #ffd48a;
    --frame: #f0e4d0;
    --alarm: #ffab97;
    --alarm-bed: #3b211b;
    --note-bed: #2b2c20;
    --focus: #ffcd82;
    --beam: rgba(240, 174, 78, .09);
    --shadow: 0 1px 2px rgba(0, 0, 0, .3), 0 24px 60px -20px rgba(0, 0, 0, .7);
  }
}`;

const ground = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  min-height: 100vh;
  min-height: 100dvh;
  display: flex;
  flex-direction: column;
  align-items: center;
  padding: max(20px, env(safe-area-inset-top)) 20px max(24px, env(safe-area-inset-bottom));
  background: radial-gradient(120% 80% at 80% 0, var(--light), transparent 60%) var(--paper);
  color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: break-word;
  position: relative;
  isolation: isolate;
}
/* Light falling through the panes of a casement onto the wall. */
.wall { position: absolute; inset: 0; z-index: -1; overflow: hidden; pointer-events: none; }
.wall::before {
  content: "";
  position: absolute;
  top: -40px;
  right: max(-140px, calc(50% - 620px));
  width: 460px;
  height: 640px;
  transform: skewX(-24deg) rotate(8deg);
  background:
    linear-gradient(var(--beam), var(--beam)) 0 0 / 46% 30% no-repeat,
    linear-gradient(var(--beam), var(--beam)) 100% 0 / 46% 30% no-repeat,
    linear-gradient(var(--beam), var(--beam)) 0 52% / 46% 30% no-repeat,
    linear-gradient(var(--beam), var(--beam)) 100% 52% / 46% 30% no-repeat,
    linear-gradient(var(--beam), transparent) 0 100% / 46% 30% no-repeat,
    linear-gradient(var(--beam), transparent) 100% 100% / 46% 30% no-repeat;
  filter: blur(7px);
}
header { width: 100%; max-width: 27rem; margin: clamp(8px, 5vh, 56px) 0 20px; }
main { width: 100%; max-width: 27rem; }
.wide header, .wide main { max-width: 38rem; }
footer { margin-top: auto; padding-top: 32px; color: var(--soft); font-size: .9rem; text-align: center; }
.brand {
  display: inline-flex;
  align-items: center;
  gap: 12px;
  min-height: 48px;
  color: inherit;
  text-decoration: none;
  font: 600 1.45rem/1 "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif;
  letter-spacing: .005em;
}
.logo .glow { fill: var(--glow); }
.logo .wing { fill: var(--wing); }
.logo .bars { fill: none; stroke: var(--frame); stroke-width: 2.4; stroke-linejoin: round; stroke-linecap: round; }
h1, h2 { font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif; font-weight: 600; text-wrap: balance; }
h1 { margin: 0 0 .5rem; font-size: clamp(1.6rem, 5.6vw, 2rem); line-height: 1.18; letter-spacing: -.01em; }
h2 { margin: 1.6rem 0 .5rem; font-size: 1.18rem; line-height: 1.3; }
p { margin: 0 0 1rem; }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: .07em; }
a:hover { color: var(--accent-deep); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px; border-radius: 8px; }
`;

const pieces = `
.card {
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 22px;
  box-shadow: var(--shadow);
  padding: clamp(22px, 6vw, 34px);
}
.card > :first-child { margin-top: 0; }
.card > :last-child { margin-bottom: 0; }
.card + .card { margin-top: 20px; }
.soft { color: var(--soft); }
.small { font-size: .94rem; }
label { display: block; margin: 1.1rem 0 .35rem; font-weight: 600; }
input[type="email"], input[type="password"] {
  display: block;
  width: 100%;
  min-height: 54px;
  padding: 12px 15px;
  border: 1.5px solid var(--field);
  border-radius: 13px;
  background: var(--card);
  color: inherit;
  font: inherit;
}
input[aria-invalid="true"] { border-color: var(--alarm); }
.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-height: 54px;
  padding: 12px 26px;
  border: 1.5px solid transparent;
  border-radius: 27px;
  background: var(--accent);
  color: var(--on-accent);
  font: 600 1.0625rem/1.2 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  text-decoration: none;
  cursor: pointer;
}
.button:hover { background: var(--accent-deep); color: var(--on-accent); }
.button:focus-visible { border-radius: 27px; }
.button.quiet { background: transparent; border-color: var(--field); color: var(--ink); }
.button.quiet:hover { border-color: var(--ink); background: var(--light); }
.button.slim { min-height: 48px; padding: 8px 20px; font-size: 1rem; }
.row { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 1.6rem; }
.row > .button { flex: 1 1 auto; white-space: nowrap; }
.note { margin: 0 0 1.1rem; padding: 13px 16px; border-radius: 13px; background: var(--note-bed); }
.note.alarm { background: var(--alarm-bed); color: var(--alarm); font-weight: 600; }
.list { margin: 0 0 1rem; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.list > li {
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: 14px;
  min-height: 60px;
  padding: 8px 0;
  border-bottom: 1px solid var(--line);
}
.list .name { font-weight: 600; }
.list .name + .soft { display: block; font-size: .92rem; }
.who {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 2px 14px;
  margin: 1.1rem 0 1.3rem;
  padding: 12px 16px;
  border: 1px solid var(--line);
  border-radius: 15px;
}
.who .name { font-weight: 600; }
.who .soft { display: block; font-size: .92rem; overflow-wrap: anywhere; }
.who a { display: inline-flex; align-items: center; min-height: 44px; }
.plain { margin: 0 0 1rem; padding-left: 1.15rem; }
.plain li { margin: .3rem 0; }
.plain li::marker { color: var(--glow); }
@media (prefers-reduced-motion: no-preference) {
  .button { transition: background-color .15s, border-color .15s; }
}
@media (forced-colors: active) {
  .button { border-color: ButtonText; }
}
`;

/** The text of the stylesheet. */
export const style = `${colours}${ground}${pieces}`;
