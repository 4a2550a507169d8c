export default [
  {
    layer: '6 origin',
    guard: 'a redirect leads to no other scheme',
    find: 'next.protocol !== from.protocol || ',
    replace: '',
    tests: ['./redirect', './camera-still'],
  },
  {
    layer: '6 origin',
    guard: 'a redirect leads to no other host',
    find: '!sameHost || ',
    replace: "(!sameHost && peer === '') || ",
  },
  {
    layer: '6 origin',
    guard: 'a redirect leads to no other port',
    find: ' || portOf(next) !== portOf(from)',
    replace: '',
    tests: ['./redirect', 'pictures/cameras/rtsp/access', 'pictures/streams/stills/origin'],
  },
  {
    layer: '6 origin',
    guard: 'a redirect is followed under the name that was asked, with no password of its own',
    find: 'return followed;',
    replace: 'return next;',
  },
  {
    layer: '6 origin',
    guard: 'a redirect that leads elsewhere is heard of',
    find: "guard.refused('leads-elsewhere');",
    replace: '',
    tests: ['./redirect', 'pictures/cameras/onvif/ask-device'],
  },
  {
    layer: 'limits',
    guard: 'a redirect to what is longer than any URL of a camera is none',
    find: 'location.length > longestLocation || ',
    replace: '',
  },
];
