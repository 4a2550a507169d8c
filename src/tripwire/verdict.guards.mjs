export default [
  {
    layer: 'tripwire',
    guard: 'another canary’s picture is foreign',
    find: 'if (mark.canary !== name || !mark.by(camera)) throw',
    replace: 'if (mark.canary === undefined) throw',
  },
  {
    layer: 'tripwire',
    guard: 'a mark of an earlier canary’s camera is foreign',
    find: ' || !mark.by(camera)',
    replace: '',
  },
  {
    layer: 'tripwire',
    guard: 'every picture of a segment has its mark',
    find: "if (claims.length === 0) throw new Foreign('a picture without a mark');",
    replace: 'void own;',
  },
  {
    layer: 'tripwire',
    guard: 'every whole picture by WebRTC has its mark',
    find: 'if (!whole && !texts.some(claimsMark)) return false;',
    replace: 'if (!texts.some(claimsMark)) return whole;',
  },
  {
    layer: 'tripwire',
    guard: 'a still without a mark is foreign',
    find: "      throw new Foreign('a picture without a mark');\n    },",
    replace: '    },',
  },
];
