export default [
  {
    layer: 'revocation',
    guard: 'no standby is asked, which may not know yet what was taken away',
    find: "    target_session_attrs: 'primary',\n",
    replace: '',
    tests: ['storage/postgres/standby'],
  },
  {
    layer: 'revocation',
    guard: 'a write that its standby lacks is not told as done',
    find: 'settings.onUnreplicated?.();',
    replace: 'void settings;',
    tests: ['storage/postgres/standby'],
  },
  {
    layer: 'storage',
    guard: 'what ends each connection is not asked without a pause',
    find: 'postgres({ ...options, socket } as typeof options)',
    replace: 'postgres(options)',
    tests: ['storage/postgres/unreachable'],
  },
];
