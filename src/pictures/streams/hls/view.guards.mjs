export default [
  {
    layer: 'RFC 8216',
    guard: 'EXT-X-MEDIA-SEQUENCE counts all that has left a playlist',
    find: 'sequence += gone.length;',
    replace: '',
    tests: ['./view.test', './numbers'],
  },
  {
    layer: 'RFC 8216',
    guard: 'EXT-X-DISCONTINUITY-SEQUENCE counts the breaks among it',
    find: 'discontinuities += gone.filter(',
    replace: 'void gone.filter(',
    tests: ['./view.test'],
  },
  {
    layer: 'RFC 8216',
    guard: 'what was listed before says that the next does not carry on',
    find: 'carriesOn = false;',
    replace: 'carriesOn = true;',
    tests: ['./view.test', './numbers'],
  },
  {
    layer: 'RFC 8216',
    guard: 'EXT-X-TARGETDURATION stays what it was',
    find: 'if (targetSeconds !== undefined || all.length === 0) return;',
    replace: 'if (all.length === 0) return;',
    tests: ['./view.test'],
  },
  {
    layer: 'RFC 8216',
    guard: 'no segment is longer than EXT-X-TARGETDURATION',
    find: 'if (Math.round(segment.durationUs / 1e6) > (targetSeconds ?? 0)) continue;',
    replace: '',
    tests: ['./view.test'],
  },
];
