export default [
  {
    layer: '6 origin',
    guard: 'a key is confirmed without a terminal by nobody',
    find: 'canAsk(context) && ',
    replace: '',
  },
  {
    layer: '6 origin',
    guard: 'who answers Basic without TLS is warned of at every URL',
    find: 'findings.filter(sentUnproven)',
    replace: 'findings.slice(0, 1).filter(sentUnproven)',
  },
  {
    layer: '6 origin',
    guard: 'each key of its own is asked about',
    find: 'for (const key of keys) {',
    replace: 'for (const key of keys.slice(0, 1)) {',
  },
  {
    layer: '6 origin',
    guard: 'a key that nobody agreed to is not confirmed',
    find: '(await agrees(context, question))',
    replace: '((await agrees(context, question)) || true)',
  },
];
