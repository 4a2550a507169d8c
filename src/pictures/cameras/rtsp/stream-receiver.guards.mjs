export default [
  {
    layer: 'forged media',
    guard: 'over UDP a sender is held',
    find: 'if (this.#lock?.admits(packet.ssrc, now) === false) return;',
    replace: '',
  },
  {
    layer: 'forged media',
    guard: 'a report of another sender is not heard',
    find: ' || report.ssrc !== this.#ssrc',
    replace: '',
  },
  {
    layer: 'forged media',
    guard: 'a packet of another format is not taken',
    find: ' || !this.#types.mayBe(packet.payloadType)',
    replace: '',
  },
];
