export default [
  {
    layer: 'one owner',
    guard: 'an address that a name server did not tell is not taken for one that is gone',
    find: 'return failures.length > 0 ? partly(found) : found;',
    replace: 'return found;',
  },
  {
    layer: 'one owner',
    guard: 'nor one that the system does not tell where the name server failed',
    find: 'return bounded(partial ? partly(found) : found);',
    replace: 'return bounded(found);',
  },
  {
    layer: 'opening',
    guard: 'a name is not said to lead nowhere where nobody answers for it',
    find: "!partial && !isCode(cause, 'EAI_AGAIN')",
    replace: 'true',
  },
  {
    layer: 'limits',
    guard: 'of a name without end so many addresses are taken',
    find: 'partly(found.slice(0, maxAddresses))',
    replace: 'partly(found)',
  },
  {
    layer: 'limits',
    guard: 'those of its addresses that are not taken stay its owner’s',
    find: 'partly(found.slice(0, maxAddresses))',
    replace: 'found.slice(0, maxAddresses)',
    tests: ['./lookup', 'wall/partitions/claims'],
  },
  {
    layer: 'limits',
    guard: 'the system is asked for each name once at a time',
    find: 'asked.set(host, answer);',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'a name that the system is slow to find waits apart',
    find: "const row = slow.has(host) ? 'slow' : 'quick';",
    replace: "const row = 'quick';",
  },
];
