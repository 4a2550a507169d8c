export default [
  {
    layer: 'emergency',
    guard: 'a command is told of what failed',
    find: "if (revision !== undefined) return { reply: 'acted', revision };",
    replace: "return { reply: 'acted', revision: revision ?? question.revision };",
  },
  {
    layer: 'emergency',
    guard: 'a bridge whose database is gone falls silent by itself',
    find: 'if (trouble !== undefined) fallSilent(trouble);',
    replace: '',
  },
  {
    layer: 'emergency',
    guard: 'a bridge whose database is another one than the command’s falls silent',
    find: 'question.database !== database.identity',
    replace: 'question.database === undefined',
  },
  {
    layer: 'emergency',
    guard: 'a silent bridge does not say that it acted',
    find: "if (silent !== undefined) return { reply: 'silent', why: silent };\n    const revision",
    replace: 'const revision',
  },
  {
    layer: 'emergency',
    guard: 'a stop is written down only in a database that is still there',
    find: "if (silent !== undefined) return { reply: 'stopped', written: false, silent };",
    replace: '',
  },
  {
    layer: 'emergency',
    guard: 'a silent bridge is not ready',
    find: 'if (silent !== undefined) throw new Error(silent);',
    replace: '',
  },
  {
    layer: 'emergency',
    guard: 'a bridge looks at its database before it answers anybody',
    find: '  look();\n  const server',
    replace: '  const server',
  },
  {
    layer: 'emergency',
    guard: 'a bridge falls silent within a second',
    find: 'const lookIntervalMs = 250;',
    replace: 'const lookIntervalMs = 4_000;',
  },
];
