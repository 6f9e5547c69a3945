import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * What each room may import (ARCHITECTURE.md, "Rooms"); test/architecture.test.ts checks the same from outside.
 * A pattern here is what is forbidden.
 */
const nodeBuiltins = ['node:*', 'fs', 'path', 'crypto', 'http', 'child_process'];
const fence = (files, group, message, extra = {}) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ group, message, ...extra }] }],
  },
});

const rawQueries = {
  selector: 'MemberExpression[property.name=/^\\$(queryRaw|executeRaw)Unsafe$/]',
  message: 'Use the tagged $queryRaw and $executeRaw: they bind their values.',
};
const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only setup/environment.ts reads the environment.',
};

export default tseslint.config(
  { ignores: ['node_modules', '.anjie', 'prisma/generated', '**/*.cjs', '**/*.mjs'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Control characters are what such expressions are there to find.
      'no-control-regex': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Fastify's hooks and the desk's ports are async by contract, whether they wait or not.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', rawQueries, environment],
    },
  },
  {
    files: ['setup/environment.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', rawQueries] },
  },
  {
    // Tests look into answers and histories of any shape; what they expect is checked at run time.
    files: ['test/**/*.ts'],
    rules: Object.fromEntries(
      [
        ...['member-access', 'assignment', 'call', 'argument', 'return'].map((what) => `no-unsafe-${what}`),
        'unbound-method',
        'prefer-promise-reject-errors',
        'no-base-to-string',
        'await-thenable',
      ].map((rule) => [`@typescript-eslint/${rule}`, 'off']),
    ),
  },
  {
    files: ['domain/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        rawQueries,
        environment,
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time is an argument.',
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Time is an argument.',
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'No randomness in the domain.',
        },
      ],
    },
  },
  {
    files: ['domain/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\.{1,2}/|typebox(/|$))',
              message: 'domain/ imports itself and the schema library.',
            },
            {
              regex: '^(\\.\\./)+(record|workflows|activities|api|worker|setup|prisma)(/|$)',
              message: 'domain/ knows no other room.',
            },
          ],
        },
      ],
    },
  },
  fence(
    ['workflows/**/*.ts'],
    [
      ...nodeBuiltins,
      '**/record/**',
      '**/api/**',
      '**/worker/**',
      '**/setup/**',
      '**/prisma/**',
      '@temporalio/client',
      '@temporalio/worker',
      '@temporalio/activity',
    ],
    'workflows/ imports domain/; effects are activities.',
  ),
  fence(
    ['record/**/*.ts'],
    [
      '**/api/**',
      '**/worker/**',
      '**/activities/**',
      '**/setup/**',
      '**/workflows/conduct',
      '**/workflows/index',
      'fastify',
    ],
    'record/ imports domain/, the procedures and prisma/.',
  ),
  fence(
    ['activities/**/*.ts'],
    ['**/api/**', '**/worker/**', '**/setup/**', '**/workflows/conduct', '**/workflows/index'],
    'activities/ import domain/ and record/.',
  ),
  fence(
    ['api/**/*.ts'],
    ['**/worker/**', '**/activities/**', '**/workflows/*', '!**/workflows/contract', '**/setup/**'],
    'api/ imports domain/, record/ and workflows/contract.',
  ),
  fence(['worker/**/*.ts'], ['**/api/**'], 'worker/ knows nothing of the API.'),
  {
    files: ['workflows/**/*.ts'],
    ignores: ['workflows/conduct.ts', 'workflows/failure-converter.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: '@temporalio/workflow', message: 'Only conduct.ts knows @temporalio/workflow.' }],
          patterns: ['**/activities/**'],
        },
      ],
    },
  },
  {
    // Where dependencies become real.
    files: ['api/server.ts', 'worker/main.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: ['**/setup/*', '!**/setup/environment'] },
      ],
    },
  },
  prettier,
);
