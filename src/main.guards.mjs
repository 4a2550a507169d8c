export default [
  {
    layer: 'emergency',
    guard: 'signals are heard before anything else is loaded',
    find: "const { run } = await import('./bridge/run.ts');\n",
    replace: '',
    also: {
      find: "import { hearSignals } from './bridge/signals.ts';",
      replace:
        "import { run } from './bridge/run.ts';\nimport { hearSignals } from './bridge/signals.ts';",
    },
    tests: ['workshop/end-to-end/starts'],
  },
];
