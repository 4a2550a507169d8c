export default [
  {
    scenario: 'forged-rtp',
    mutant: 'packets of another sender take the stream over at once',
    as: 'another camera',
    changes: [
      { find: 'if (this.#lock?.admits(packet.ssrc, now) === false) return;', replace: 'void now;' },
    ],
  },
];
