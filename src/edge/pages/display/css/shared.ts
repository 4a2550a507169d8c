/** Colours, type, the bezel, buttons and the switch. */
export const sharedCss = `
:root {
  color-scheme: light dark;
  --bezel: #f4f1ec;
  --bezel-edge: #dcd6cc;
  --sky-high: #bfdbe9;
  --sky-mid: #e3eeec;
  --sky-low: #fdeed9;
  --sun: #ffedbe;
  --glow: #ffd88c;
  --stars: 0;
  --hill-4: #bfd5d3;
  --hill-3: #98bbae;
  --hill-2: #6d9c86;
  --hill-1: #47796a;
  --trees: #5c8c78;
  --ink: #1c302c;
  --ink-soft: #1c302ce0;
  --glass: #fffdf9d0;
  --glass-strong: #fffdf9f2;
  --glass-edge: #ffffffb0;
  --accent: #2f6152;
  --on-accent: #fffdf6;
  --good: #2f8f62;
  --bad: #8c3a27;
  --shadow: 0 1px 2px #1c302c1a, 0 10px 30px #1c302c24;
  --body: #fbfaf7;
  --ring: #cfd8d4;
  --lens: #3d5a63;
  --pupil: #14262b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bezel: #191b1d;
    --bezel-edge: #2b2f32;
    --sky-high: #0a1322;
    --sky-mid: #16253b;
    --sky-low: #3d4a63;
    --sun: #f6edd8;
    --glow: #b9c6e0;
    --stars: 0.8;
    --hill-4: #2a3d55;
    --hill-3: #1d2f43;
    --hill-2: #142433;
    --hill-1: #0c1823;
    --trees: #101e2b;
    --ink: #f1f2ee;
    --ink-soft: #f1f2eeb3;
    --glass: #20303fb8;
    --glass-strong: #1b2936f5;
    --glass-edge: #ffffff1c;
    --accent: #ffd995;
    --on-accent: #2a2113;
    --good: #7fd6a4;
    --bad: #f0a48f;
    --shadow: 0 1px 2px #0006, 0 12px 34px #0007;
    --body: #2c3d4b;
    --ring: #425767;
    --lens: #7d9aa8;
    --pupil: #0b151c;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body {
  font: 400 17px/1.4 'Google Sans Text', 'Google Sans', Inter, Roboto, system-ui, sans-serif;
  font-feature-settings: 'cv11', 'ss03';
  color: var(--ink);
  background: var(--bezel);
  -webkit-tap-highlight-color: transparent;
  -webkit-font-smoothing: antialiased;
}
h1, h2, p, fieldset { margin: 0; }
[hidden] { display: none !important; }
noscript:empty { display: none; }

.screen {
  position: fixed;
  inset: 0;
  overflow: hidden;
  background: linear-gradient(var(--sky-high), var(--sky-mid) 36%, var(--sky-low) 68%);
  isolation: isolate;
}
@media (min-width: 900px) and (min-height: 560px) {
  .screen {
    inset: 22px;
    border-radius: 26px;
    box-shadow: 0 0 0 1px var(--bezel-edge), 0 2px 0 1px #fff2, inset 0 0 0 1px #0000000d;
  }
}
.scene { position: absolute; inset: 0; width: 100%; height: 100%; z-index: -1; }
.stars { fill: #fff; opacity: var(--stars); }
.sun { fill: var(--sun); }
.halo-in { stop-color: var(--glow); stop-opacity: .75; }
.halo-mid { stop-color: var(--glow); stop-opacity: .26; }
.halo-out { stop-color: var(--glow); stop-opacity: 0; }
.hill-4 { fill: var(--hill-4); }
.hill-3 { fill: var(--hill-3); }
.hill-2 { fill: var(--hill-2); }
.hill-1 { fill: var(--hill-1); }
.trees { fill: var(--trees); }

button, a.primary { font: inherit; color: inherit; border: 0; cursor: pointer; touch-action: manipulation; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
.icon { width: 24px; height: 24px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; display: block; }
.round {
  width: 52px; height: 52px; flex: none;
  display: grid; place-items: center;
  border-radius: 50%;
  background: var(--glass);
  box-shadow: inset 0 0 0 1px var(--glass-edge);
  backdrop-filter: blur(18px) saturate(1.4);
}
.primary, .quiet {
  display: inline-flex; align-items: center; gap: 12px;
  min-height: 56px; padding: 0 28px;
  border-radius: 28px;
  font-weight: 550;
  text-decoration: none;
}
.primary { background: var(--accent); color: var(--on-accent) !important; }
.quiet { background: #ffffff24; }
.top { display: flex; align-items: center; gap: 16px; }
.brand { display: flex; align-items: center; gap: 12px; font-weight: 600; font-size: 19px; letter-spacing: -.01em; margin-right: auto; }
.logo { width: 36px; height: 36px; display: block; }
.logo .glow { fill: #f4b860; }
.logo .wing { fill: #fde3b0; }
.logo .bars { fill: none; stroke: var(--ink); stroke-width: 2.6; stroke-linejoin: round; stroke-linecap: round; }

.choice {
  display: flex; padding: 5px; border: 0; min-width: 0;
  border-radius: 26px;
  background: var(--glass);
  box-shadow: inset 0 0 0 1px var(--glass-edge);
  backdrop-filter: blur(18px) saturate(1.4);
}
.choice legend, .choice input { position: absolute; opacity: 0; width: 1px; height: 1px; overflow: hidden; }
.choice label { position: relative; cursor: pointer; }
.choice span { display: grid; place-items: center; min-width: 64px; height: 42px; padding: 0 16px; border-radius: 21px; font-size: 15px; font-weight: 550; color: var(--ink-soft); transition: background .2s, color .2s; }
.choice input:checked + span { background: var(--accent); color: var(--on-accent); }
.choice input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: 3px; }
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after, ::backdrop { animation: none !important; transition: none !important; }
}
`;
