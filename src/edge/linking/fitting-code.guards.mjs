export default [
  {
    layer: 'limits',
    guard: 'a code is not spent by another redirect URI',
    find: "  if (code.redirectUri !== redirectUri) return 'redirect_uri';\n",
    replace: '',
    tests: ['edge/http/oauth-token'],
  },
  {
    layer: 'limits',
    guard: 'a code is not spent by another verifier',
    find: 'proves(verifier, code.codeChallenge)',
    replace: 'proves.length === 2',
    tests: ['edge/http/oauth-token'],
  },
];
