export default [
  {
    layer: 'tripwire',
    guard: 'another canary’s picture is foreign',
    find: 'if (watermark.canary !== name || !watermark.by(camera))',
    replace: 'if (watermark.canary === undefined)',
  },
  {
    layer: 'tripwire',
    guard: 'a watermark of an earlier canary’s camera is foreign',
    find: ' || !watermark.by(camera)',
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
    find: 'if (!whole && !texts.some(claimsCanaryWatermark)) return false;',
    replace: 'if (!texts.some(claimsCanaryWatermark)) return whole;',
  },
  {
    layer: 'tripwire',
    guard: 'a still without a watermark is foreign',
    find: "      throw new Foreign('a picture without a mark');\n    },",
    replace: '    },',
  },
];
