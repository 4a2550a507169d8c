export default [
  {
    layer: '6 origin',
    guard: 'an ONVIF service that does not ask gets no token',
    find: 'if (credentials !== undefined && asksForLogin(operation, answer)) {',
    replace: 'if (credentials !== undefined) {',
    tests: ['./ask-device'],
  },
  {
    layer: '6 origin',
    guard: 'a token asks the origin first',
    find: 'guard.maySendToken();',
    replace: '',
    tests: ['./ask-device'],
  },
  {
    layer: 'pinning',
    guard: 'an ONVIF answer with an error is none',
    find: "return answer.status === 200 ? undefined : new OnvifFault('refused');",
    replace: 'return undefined;',
    tests: ['./ask-device'],
  },
  {
    layer: 'opening',
    guard: 'an ONVIF service that tells local time alone is told a token of its own time',
    find: ' ?? localTimeIn(said);',
    replace: ';',
    tests: ['./ask-device'],
  },
];
