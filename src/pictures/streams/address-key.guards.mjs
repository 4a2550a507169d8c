export default [
  {
    layer: 'pinning',
    guard: 'under another ONVIF address another source is opened',
    find: '[stamp.camera, stamp.epoch, opening, stream, onvif, transport]',
    replace: '[stamp.camera, stamp.epoch, opening, stream, transport]',
    tests: ['./feeds.test'],
  },
  {
    layer: 'opening',
    guard: 'under another opening another source is opened',
    find: 'stamp.epoch, opening, stream',
    replace: 'stamp.epoch, stream',
    tests: ['./feeds.test'],
  },
  {
    layer: 'opening',
    guard: 'under another opening a warm camera is opened anew',
    find: 'stamp.epoch, opening, stream',
    replace: 'stamp.epoch, stream',
    tests: ['./always-warm'],
  },
  {
    layer: 'pinning',
    guard: 'under another ONVIF address another still is taken',
    find: '[stamp.camera, stamp.epoch, opening, stream, onvif, transport]',
    replace: '[stamp.camera, stamp.epoch, opening, stream, transport]',
    tests: ['./stills/stills'],
  },
  {
    layer: 'opening',
    guard: 'under another opening another still is taken',
    find: 'stamp.epoch, opening, stream',
    replace: 'stamp.epoch, stream',
    tests: ['./stills/stills'],
  },
];
