export default [
  {
    layer: 'forged media',
    guard: 'a sender that is not silent is not replaced',
    find: 'silentMs < limits.senderSilentMs',
    replace: 'silentMs < 0',
  },
  {
    layer: 'forged media',
    guard: 'an announced sender is waited for',
    find: 'if (this.#unproven && !this.#giveUpAnnounced(ssrc, now)) return false;',
    replace: 'this.#unproven &&= !this.#giveUpAnnounced(ssrc, now);',
  },
  {
    layer: 'forged media',
    guard: 'in place of the announced sender the first that came is held',
    find: 'this.#held = this.#first;',
    replace: 'this.#held = ssrc;',
  },
];
