/*
 * Two projects: `fast` needs no server and runs in seconds; `system` brings up one PostgreSQL and one
 * Temporal server for the whole run (test/global-setup.ts).
 */

/** Packages that are ES modules only: Jest loads CommonJS, so they are compiled like our own files. */
const esModulesOnly = [
  '@noble/ciphers',
  '@noble/curves',
  '@noble/hashes',
  '@noble/post-quantum',
  '@scure/base',
  'age-encryption',
  '@fastify/cookie',
  '@fastify/static',
  'content-disposition',
  'cookie',
  '@prisma/schema-engine-wasm',
  'preact',
  'preact-render-to-string',
  'typebox',
];

/** Pages are written with the JSX of preact, the console with that of React. */
const compiled = (parser, jsxFrom) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', ...parser },
      target: 'es2022',
      ...(jsxFrom ? { transform: { react: { runtime: 'automatic', importSource: jsxFrom } } } : {}),
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '/web/console/.+\\.tsx$': compiled({ tsx: true }, 'react'),
    '^.+\\.tsx$': compiled({ tsx: true }, 'preact'),
    '^.+\\.(ts|js|mjs)$': compiled({}),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModulesOnly.join('|')})/)`],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  resolver: '<rootDir>/setup/jest-resolver.cjs',
  setupFilesAfterEnv: ['<rootDir>/test/harness/patience.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.anjie/'],
};

const fastTests = ['domain', 'procedures', 'setup', 'histories', 'pages'].map(
  (room) => `<rootDir>/test/${room}/**/*.test.{ts,tsx}`,
);
const rootTests = '<rootDir>/test/*.test.ts';

module.exports = {
  maxWorkers: 2,
  // Jest lets go of a suite's modules late: a worker that ran a hundred of them holds gigabytes, and in the end dies of it.
  workerIdleMemoryLimit: '1GB',
  reporters: ['default', '<rootDir>/setup/count-reporter.cjs'],
  projects: [
    { ...common, displayName: 'fast', testMatch: [...fastTests, rootTests] },
    {
      ...common,
      displayName: 'system',
      testMatch: ['<rootDir>/test/*/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(domain|procedures|setup|histories|pages)/'],
      globalSetup: '<rootDir>/test/global-setup.ts',
      globalTeardown: '<rootDir>/test/global-teardown.ts',
    },
  ],
};
