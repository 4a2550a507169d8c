export default [
  {
    layer: 'fresh rights',
    guard: 'a playlist lists nothing from before',
    find: 'return listed.filter(({ heardAt }) => heardAt >= since);',
    replace: 'return listed.filter(() => since !== 0);',
  },
  {
    layer: 'fresh rights',
    guard: 'nor does one that goes on',
    find: 'sequence > than && heardAt >= since',
    replace: 'sequence > than && heardAt !== 0 && since !== 0',
  },
  {
    layer: 'bytes',
    guard: 'a list has an end in bytes',
    find: 'while (listed.length > 1 && bytes > options.bytes) {',
    replace: 'while (listed.length > 1 && bytes > Infinity) {',
  },
  {
    layer: 'bytes',
    guard: 'segments that are gone do not count any more',
    find: 'bytes -= gone?.body.byteLength ?? 0;',
    replace: '',
  },
];
