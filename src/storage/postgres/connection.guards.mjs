export default [
  {
    layer: 'server',
    guard: 'the certificate of a server elsewhere is checked, whether asked for or not',
    find: 'const wantsTls = !isLocal(host) || (',
    replace: 'const wantsTls = (',
  },
  {
    layer: 'server',
    guard: 'less than a checked certificate is refused',
    find: 'if (!isLocal(host) && mode !== undefined && !checked.has(mode)) {',
    replace: 'if (checked.size === 0) {',
  },
  {
    layer: 'server',
    guard: 'a name that begins as a loopback address is not of this machine',
    find: "return isIP(host) === 4 && host.startsWith('127.');",
    replace: "return isIP(host) < 9 && host.startsWith('127.');",
  },
  {
    layer: 'server',
    guard: 'the host that is connected to is the one that is judged',
    find: "const ofQuery = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;\n  const host = ofQuery('host') ?? decoded",
    replace:
      'const ofQuery = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;\n  const host = decoded',
  },
  {
    layer: 'server',
    guard: 'what is wrong with a URL is said without a part of it',
    find: "if (!URL.canParse(text)) throw refuse('is no URL');",
    replace: 'if (!URL.canParse(text)) throw refuse(`is no URL: ${text}`);',
  },
  {
    layer: 'server',
    guard: 'a parameter that is not known is refused, and not passed over',
    find: "if (!known.has(name)) throw refuse('has a parameter that is not known');",
    replace: 'void name;',
  },
];
