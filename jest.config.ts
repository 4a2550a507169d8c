/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  testEnvironment: '<rootDir>/src/workshop/setup/environment.mjs',
  // Not where tests write, which is removed after them.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  roots: ['<rootDir>/src'],
  testMatch: ['**/*.test.ts'],
  testRunner: '<rootDir>/src/workshop/setup/suite-runner.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' } }],
  },
  reporters: [
    'default',
    '<rootDir>/src/workshop/setup/skipped.mjs',
    '<rootDir>/src/workshop/setup/tally.mjs',
  ],
  // Many tests wait for real time to pass: a worker for each core keeps them busy.
  maxWorkers: '100%',
  testTimeout: 30_000,
};

export default config;
