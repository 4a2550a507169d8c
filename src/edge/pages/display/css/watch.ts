/** The watch view: the picture edge to edge, everything else laid lightly over it. */
export const watchCss = `
.watch { position: absolute; inset: 0; background: #0c1013; color: #fff; display: none; --accent: #fff; --on-accent: #14201d; --ink-soft: #fffc; --glass: #10181c8c; --glass-edge: #ffffff26; }
body[data-camera] .watch { display: block; animation: open .35s cubic-bezier(.2, .8, .2, 1); }
body[data-camera] .home { visibility: hidden; }
@keyframes open { from { opacity: 0; transform: scale(.985); } }
#picture { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; opacity: 0; transition: opacity .35s; }
#picture.fill { object-fit: cover; }
:is([data-state=playing], [data-state=stalled]) #picture { opacity: 1; }

.over { position: absolute; left: 0; right: 0; z-index: 2; padding: 22px 26px; transition: opacity .5s; }
.over.top { top: 0; padding-bottom: 70px; background: linear-gradient(#060a0c9e, #060a0c00); pointer-events: none; }
.over.top > * { pointer-events: auto; }
.over.bottom { bottom: 0; padding-top: 80px; background: linear-gradient(#060a0c00, #060a0ca8); display: flex; align-items: center; gap: 20px; pointer-events: none; }
.over.top h1 { flex: 1 1 0; margin-right: auto; font-size: 25px; line-height: 1.12; font-weight: 580; letter-spacing: -.02em; text-shadow: 0 1px 10px #0007; min-width: 0; }
.over.top h1 > * { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.over.top small { display: block; font-size: 15px; font-weight: 450; letter-spacing: 0; opacity: .85; }
[aria-pressed=false] .when-loud, [aria-pressed=true] .when-muted { display: none; }
.resting[data-state=playing] .over.top:not(:focus-within) { opacity: 0; }
.resting[data-state=playing] { cursor: none; }

.seal { display: flex; align-items: center; gap: 12px; padding: 9px 22px 9px 10px; border-radius: 34px; background: #fffdf7f2; color: #2a2018; box-shadow: 0 6px 24px #0005; animation: press .5s cubic-bezier(.2, .9, .3, 1.4); }
@keyframes press { from { opacity: 0; transform: scale(1.18); } }
.seal span { display: grid; line-height: 1.2; }
.seal b { font-weight: 620; font-size: 17px; letter-spacing: -.01em; }
.seal small { font-size: 14px; color: #2a2018b8; }
.wax { width: 48px; height: 48px; flex: none; }
.wax-edge { fill: #b4402f; }
.wax-inner { fill: #c4513e; stroke: #9c3324; stroke-width: 1.5; }
.wax-mark { fill: none; stroke: #ffe9dc; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.seal.none { background: #10181c99; color: #fff; box-shadow: none; padding: 8px 18px; }
.seal.none small { color: #fffc; }
.seal.none .wax { display: none; }
.facts { display: grid; gap: 2px; overflow-x: clip; max-width: calc(70vw - 230px); font-size: 15.5px; font-weight: 480; font-variant-numeric: tabular-nums; text-shadow: 0 1px 8px #000a; }
/* The dot before a fact lies left of it: where a line begins with that fact, outside of what is seen. */
.facts .row { display: flex; flex-wrap: wrap; align-items: center; margin-left: -21px; }
.facts .row > span { position: relative; padding-left: 21px; }
.facts span:empty { display: none; }
.facts .row > span + span:not(:empty)::before { content: '·'; position: absolute; left: 8px; opacity: .6; }
.live { display: flex; align-items: center; gap: 9px; font-weight: 600; }
.live::before { content: ''; width: 10px; height: 10px; border-radius: 50%; background: #ff5c4d; animation: beat 2s ease-in-out infinite; }
[data-state=stalled] .live::before { background: #ffc24d; animation: none; }
@keyframes beat { 50% { opacity: .35; } }

.veil { position: absolute; inset: 0; display: grid; place-items: center; padding: 100px 24px 40px; z-index: 1; background: radial-gradient(circle at 50% 42%, #26343b, #0c1013 70%); transition: opacity .35s; }
:is([data-state=playing], [data-state=stalled]) .veil { opacity: 0; visibility: hidden; transition: opacity .35s, visibility 0s .35s; }
.opening { display: grid; justify-items: center; gap: 26px; font-size: 20px; --body: #1d2930; --ring: #3b4c55; --lens: #5f7f8c; --pupil: #0b1216; }
.opening .glyph { width: 132px; height: 132px; animation: breathe 2.4s ease-in-out infinite; }
@keyframes breathe { 50% { transform: scale(1.06); filter: brightness(1.25); } }
.sorry { display: none; max-width: 520px; text-align: center; }
.sorry h2 { font-size: clamp(26px, 3vw, 34px); line-height: 1.15; letter-spacing: -.025em; font-weight: 580; }
.sorry p { font-size: 18px; margin-top: 12px; color: #fffc; text-wrap: balance; }
.sorry .buttons { margin-top: 30px; display: flex; flex-wrap: wrap; justify-content: center; gap: 12px; color: #fff; }
:is([data-state=failed], [data-state=ended]) :is(.sorry) { display: block; }
:is([data-state=failed], [data-state=ended]) .opening { display: none; }
.still-note small { display: block; margin-top: 4px; font-size: 15px; color: #fffc; text-wrap: balance; }
.still-note small:empty { display: none; }
.still-note { position: absolute; z-index: 2; left: 50%; top: 50%; translate: -50% -50%; box-sizing: border-box; width: max-content; max-width: min(560px, calc(100% - 32px)); padding: 12px 22px; border-radius: 24px; background: #10181cb8; backdrop-filter: blur(14px); display: none; }
[data-state=stalled] .still-note { display: block; }

@media (max-width: 720px) {
  .over { padding-inline: 16px; }
  .over.top { padding-top: max(16px, env(safe-area-inset-top)); }
  .over.top h1 { font-size: 20px; }
  .over .choice { order: 3; flex: 1 0 100%; }
  .over .choice label { flex: 1; }
  .facts { max-width: none; }
  .over.bottom { flex-direction: column; align-items: flex-start; gap: 12px; padding-bottom: max(20px, env(safe-area-inset-bottom)); }
}
`;
