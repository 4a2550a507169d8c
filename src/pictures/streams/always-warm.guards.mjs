export default [
  {
    layer: 'opening',
    guard: 'a warm camera that is over does not linger',
    find: 'hold.release(true);',
    replace: 'hold.release();',
  },
  {
    layer: 'opening',
    guard: 'what lingers is asked about with every change of the store',
    find: 'await feeds.closeOutdated(stands);',
    replace: 'void stands;',
  },
  {
    layer: 'opening',
    guard: 'a warm camera that is warm no more is let go',
    find: 'if (wanted.has(name)) continue;',
    replace: 'if (name.length > 0) continue;',
  },
];
