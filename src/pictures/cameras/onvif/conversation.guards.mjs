export default [
  {
    layer: '6 origin',
    guard: 'a redirect of an ONVIF service is held to its origin',
    find: 'const next = ledBy(guard, {',
    replace:
      'const next = ((_guard, { headers: { location } }) =>\n      location === undefined ? undefined : new URL(String(location), address))(guard, {',
    tests: ['./ask-device'],
  },
  {
    layer: '6 origin',
    guard: 'an ONVIF service that redirects for ever is given up',
    find: 'answer.next === undefined || left === 0',
    replace: 'answer.next === undefined || left === -1',
    tests: ['./ask-device'],
  },
  {
    layer: 'pinning',
    guard: 'an ONVIF answer has an end',
    find: "if (size > maxBytes) throw new OnvifFault('malformed');",
    replace: '',
    tests: ['./ask-device'],
  },
];
