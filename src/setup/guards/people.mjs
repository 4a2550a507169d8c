/** Guards of what people are shown and told, and of who may read what the bridge tells of itself. */
export const people = [
  {
    layer: 'metrics',
    guard: 'a name that was made to lead to this machine reads no metrics',
    file: 'src/http/metrics.ts',
    find: 'if (!isLoopbackHost(request.headers.host)) return plain(421',
    replace: 'if (request.headers.host === undefined) return plain(421',
    tests: ['src/http/metrics'],
  },
  {
    layer: 'log',
    guard: 'no control character of a camera reaches the terminal',
    file: 'src/log-for-people.ts',
    find: 'text.replaceAll(controls, (one) =>',
    replace: 'text.replaceAll(/[]/g, (one) =>',
    tests: ['src/log.test'],
  },
  {
    layer: 'sign-in',
    guard: 'signing out ends the virtual display of that browser',
    file: 'src/http/sign-in.ts',
    find: '      await parts.onSignOut?.(request, response);\n',
    replace: '',
    tests: ['src/end-to-end/sign-out'],
  },
  {
    layer: 'set-up',
    guard: 'nobody is added to the demo’s data by slip',
    file: 'src/cli/account/add.ts',
    find: 'if (isDemoFolder(folder) === demo) return;',
    replace: 'if (isDemoFolder(folder) || !demo) return;',
    tests: ['src/cli/account/account'],
  },
];
