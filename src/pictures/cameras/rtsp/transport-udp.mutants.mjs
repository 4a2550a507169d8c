export default [
  {
    scenario: 'camera-udp',
    mutant: 'datagrams go to whoever connected last',
    as: 'another camera',
    changes: [
      {
        find: '  const open = await keepPair(ends);',
        replace: '  latest = sink;\n  const open = await keepPair(ends);',
      },
      { find: '(bytes) => sink.rtp(bytes)', replace: '(bytes) => latest.rtp(bytes)' },
      {
        find: 'export async function openUdpTransport(',
        replace: 'let latest: any;\nexport async function openUdpTransport(',
      },
      // Else the SSRC of another camera is not taken.
      {
        file: 'rtsp/stream-receiver.ts',
        find: 'if (this.#lock?.admits(packet.ssrc, now) === false) return;',
        replace: '',
      },
    ],
  },
  {
    scenario: 'forged-rtp',
    mutant: 'packets are taken from any port',
    as: 'another camera',
    without: 'the number of the sender',
    off: ['anyPort'],
    changes: [
      {
        find: "import { RtspFault } from './fault.ts';",
        replace:
          "import { RtspFault } from './fault.ts';\nimport { stray } from './stream-receiver.ts';",
      },
    ],
  },
];
