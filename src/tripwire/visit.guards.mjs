export default [
  {
    layer: 'tripwire',
    guard: 'SYNC speaks for the canary’s own account',
    find: "if (agentUserId !== canary.account) throw new Foreign('another account');",
    replace: 'void agentUserId;',
    tests: ['./tripwire.test'],
  },
  {
    layer: 'tripwire',
    guard: 'SYNC lists the canary’s own device alone',
    find: "if (devices.some(({ id }) => id !== canary.device)) throw new Foreign('another device');",
    replace: '',
    tests: ['./tripwire.test'],
  },
  {
    layer: 'tripwire',
    guard: 'EXECUTE answers for the canary’s own device',
    find: "if (!ids.every((id) => harmless.some((own) => own === id))) throw new Foreign('another device');",
    replace: 'void [ids, harmless];',
    tests: ['./tripwire.test'],
  },
  {
    layer: 'tripwire',
    guard: 'EXECUTE leads to the canary’s own stream',
    find: "if (device !== canary.device) throw new Foreign('another stream');",
    replace: 'void device;',
    tests: ['./tripwire.test'],
  },
  {
    layer: 'tripwire',
    guard: 'EXECUTE refuses the neighbour’s device',
    find: 'if (opened) throw',
    replace: 'if (opened && protocol === undefined) throw',
    tests: ['./tripwire.test'],
  },
  {
    layer: 'tripwire',
    guard: 'a playlist stays within its stream',
    find: 'if (!url.href.startsWith(folder)) throw',
    replace: "if (folder === '') throw",
    tests: ['./tripwire.test'],
  },
];
