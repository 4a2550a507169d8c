export default [
  {
    layer: 'fresh rights',
    guard: 'a segment is as old as its oldest picture',
    find: '...video.map(({ unit }) => unit.heardAt),',
    replace: 'video.at(-1)?.unit.heardAt ?? Infinity,',
  },
  {
    layer: 'fresh rights',
    guard: 'a segment is as old as its oldest sound',
    find: '...audio.map(({ unit }) => unit?.heardAt ?? Infinity),',
    replace: '',
  },
  {
    layer: 'whole pictures',
    guard: 'no segment begins between a picture and one that is shown before it',
    find: ' && shownAt(unit) > latestUs',
    replace: '',
    tests: ['./b-pictures'],
  },
  {
    layer: 'sound',
    guard: 'sound of another kind goes into no segment of this run',
    find: 'if (!outdated && fits(unit))',
    replace: 'if (fits(unit))',
  },
  {
    layer: 'sound',
    guard: 'sound of another kind begins another run',
    find: '(outdated || !sameSets(',
    replace: '(!sameSets(',
  },
  {
    layer: 'whole pictures',
    guard: 'a segment that begins within a GOP has the parameter sets that came within it',
    find: 'if (video.length === 0) sets = added;',
    replace: '',
  },
  {
    layer: 'whole pictures',
    guard: 'no segment is made of the last few pictures before a key picture',
    find: ' && !endsSoon(spanUs, atUs)',
    replace: '',
  },
  {
    layer: 'bytes',
    guard: 'a segment has an end in bytes',
    find: 'if (bytes <= options.segmentBytes) return true;',
    replace: 'if (options.segmentBytes > 0) return true;',
    tests: ['./cutter', './large-pictures'],
  },
  {
    layer: 'RFC 8216',
    guard: 'a pause of the camera makes no segment longer than the others may be',
    find: '    fitIn(unit);\n',
    replace: '',
    tests: ['./cutter', './numbers'],
  },
];
