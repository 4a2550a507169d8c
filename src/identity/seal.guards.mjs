export default [
  {
    layer: '5 data',
    guard: 'a sealed address opens for its own camera only',
    prepare: {
      find: 'decipher.setAAD(Buffer.from(context))',
      replace: 'decipher.setAAD(body.subarray(0, 0))',
    },
    find: '`casement seal ${context}\\u0001`',
    replace: '`casement seal ${context.slice(0, 0)}\\u0001`',
    also: {
      find: 'cipher.setAAD(Buffer.from(context))',
      replace: 'cipher.setAAD(Buffer.alloc(0))',
    },
  },
];
