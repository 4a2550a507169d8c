/** The home view, and the pages before it: clock, tiles, the card. */
export const homeCss = `
.home {
  position: absolute; inset: 0;
  display: flex; flex-direction: column; gap: clamp(16px, 3vh, 32px);
  padding: clamp(20px, 4.4vh, 40px) clamp(20px, 4vw, 52px);
  padding-bottom: max(clamp(20px, 4.4vh, 44px), env(safe-area-inset-bottom));
  overflow-y: auto; scrollbar-width: none;
}
.clock { margin: 1.5vh 0 auto; }
.greeting { font-size: clamp(20px, 2.4vw, 30px); font-weight: 450; letter-spacing: -.01em; }
.time {
  font-size: clamp(84px, 15vw, 188px); line-height: .98;
  font-weight: 250; letter-spacing: -.055em; margin-left: -.045em;
  font-variant-numeric: tabular-nums;
}
.date { font-size: clamp(18px, 1.9vw, 24px); color: var(--ink-soft); margin-top: .35em; }
.note { color: var(--ink); max-width: 40em; }
.note:empty { display: none; }
.tiles { display: grid; gap: 18px; grid-template-columns: repeat(auto-fill, minmax(236px, 1fr)); }
.tile {
  position: relative; overflow: hidden;
  min-height: clamp(132px, 19vh, 176px); padding: 20px 22px;
  display: flex; text-align: left;
  border-radius: 26px;
  background: var(--glass);
  box-shadow: inset 0 0 0 1px var(--glass-edge), var(--shadow);
  backdrop-filter: blur(22px) saturate(1.5);
  transition: transform .22s cubic-bezier(.2, .9, .3, 1.3), background .2s;
  animation: rise .5s cubic-bezier(.2, .8, .2, 1) backwards;
}
.tile:nth-child(2) { animation-delay: .06s; }
.tile:nth-child(3) { animation-delay: .12s; }
.tile:nth-child(n + 4) { animation-delay: .18s; }
@keyframes rise { from { opacity: 0; transform: translateY(18px); } }
@media (hover: hover) { .tile:hover { background: var(--glass-strong); transform: translateY(-3px); } }
.tile:active { transform: scale(.975); }
.tile-words { display: flex; flex-direction: column; align-items: flex-start; min-width: 0; z-index: 1; }
.tile-room { font-size: 14.5px; color: var(--ink-soft); font-weight: 500; }
.tile-name { font-size: 24px; line-height: 1.2; font-weight: 580; letter-spacing: -.02em; margin-top: 1px; overflow-wrap: anywhere; }
.tile.long .tile-name {
  padding-right: 72px; font-size: 19px;
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden;
}
.tile-state { margin-top: auto; padding-top: 6px; font-size: 14.5px; font-weight: 500; color: var(--ink-soft); display: flex; align-items: center; gap: 8px; min-height: 20px; }
.tile-state:not(:empty)::before { content: ''; width: 9px; height: 9px; border-radius: 50%; background: var(--good); box-shadow: 0 0 0 4px color-mix(in srgb, var(--good) 22%, transparent); }
.tile.offline .tile-state::before { background: none; box-shadow: inset 0 0 0 2px var(--bad); }
.tile.offline .tile-state { color: var(--bad); }
.tile.offline .glyph { opacity: .45; filter: saturate(.2); }
.tile .glyph { position: absolute; right: -14px; bottom: -26px; width: 128px; height: 128px; transition: transform .4s cubic-bezier(.2, .9, .3, 1.2); }
@media (hover: hover) { .tile:hover .glyph { transform: scale(1.06) rotate(-4deg); } }
.glyph-body { fill: var(--body); stroke: var(--ring); stroke-width: 1.5; }
.glyph-ring { fill: none; stroke: var(--ring); stroke-width: 3; }
.glyph-lens { fill: var(--lens); }
.glyph-pupil { fill: var(--pupil); }
.glyph-gleam { fill: #fff; opacity: .85; }

.card {
  align-self: flex-start; width: min(560px, 100%);
  padding: clamp(24px, 4vh, 36px) clamp(24px, 3vw, 38px);
  border-radius: 30px;
  background: var(--glass-strong);
  box-shadow: inset 0 0 0 1px var(--glass-edge), var(--shadow);
  display: grid; gap: 14px; justify-items: start;
}
.card h1 { font-size: clamp(24px, 2.5vw, 30px); line-height: 1.15; letter-spacing: -.025em; font-weight: 600; }
.card p { color: var(--ink-soft); font-size: 18px; text-wrap: pretty; }
.card form, .card p:last-child:not(:nth-child(2)) { margin-top: 8px; }

dialog {
  width: min(460px, calc(100vw - 40px)); border: 0; color: var(--ink);
  padding: 32px 36px; border-radius: 30px;
  background: var(--glass-strong); box-shadow: var(--shadow);
}
dialog::backdrop { background: #0a14188c; backdrop-filter: blur(6px); }
dialog h2 { font-size: 26px; letter-spacing: -.02em; font-weight: 600; }
dialog p { color: var(--ink-soft); margin-top: 10px; text-wrap: pretty; }
dialog .buttons { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 26px; }
dialog .quiet { background: color-mix(in srgb, var(--ink) 9%, transparent); color: var(--ink); }

@media (max-width: 720px) {
  .home { gap: 14px; }
  .top { flex-wrap: wrap; }
  .home .choice { order: 3; flex: 1 0 100%; }
  .home .choice label { flex: 1; }
  .clock { margin: 3vh 0 auto; }
  .tiles { grid-template-columns: 1fr; gap: 12px; }
  .tile { min-height: 116px; }
}
@media (min-width: 460px) and (max-width: 720px) { .tiles { grid-template-columns: 1fr 1fr; } }
@media (max-height: 560px) {
  .clock { margin: 0; }
  .time { font-size: 76px; }
}
`;
