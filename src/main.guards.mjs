export default [
  {
    layer: 'emergency',
    guard: 'signals are heard before anything else is loaded',
    find: "const { run } = await import('./bridge/process/run.ts');\n",
    replace: '',
    also: {
      find: "import { listenForSignals } from './bridge/process/signals.ts';",
      replace:
        "import { run } from './bridge/process/run.ts';\nimport { listenForSignals } from './bridge/process/signals.ts';",
    },
    tests: ['workshop/end-to-end/starts'],
  },
];
