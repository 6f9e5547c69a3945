import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * What each room may import (ARCHITECTURE.md, "Rooms"); test/architecture.test.ts checks the same from outside.
 * What is not allowed here is forbidden, so a new room or package has to be let in by name.
 */
const rooms = 'activities|api|bench|domain|prisma|record|setup|test|web|worker|workflows';
const productionRooms = [
  'activities',
  'api',
  'bench',
  'domain',
  'prisma',
  'record',
  'setup',
  'web',
  'worker',
  'workflows',
];
const places = (names) => `(?:${names.join('|')})(?:/|$)`;

/**
 * @param files what the fence stands around; a later fence around the same file takes the place of this one
 * @param allowed other rooms, or single files of them
 * @param typesOf those that may be named as types alone
 * @param packages npm packages; without it any package and all of Node
 */
function fence({ files, ignores = [], allowed, typesOf = [], packages, message }) {
  const patterns = [
    { regex: `^(?:\\.\\./)+(?!${places([...allowed, ...typesOf])})${places([rooms])}`, message },
    ...(typesOf.length === 0
      ? []
      : [{ regex: `^(?:\\.\\./)+${places(typesOf)}`, message, allowTypeImports: true }]),
    ...(packages === undefined ? [] : [{ regex: `^(?!\\.{1,2}(?:/|$)|${places(packages)})`, message }]),
  ];
  return {
    files,
    ignores,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

const rawQueries = {
  selector: 'MemberExpression[property.name=/^\\$(queryRaw|executeRaw)Unsafe$/]',
  message: 'Use the tagged $queryRaw and $executeRaw: they bind their values.',
};
const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only setup/environment.ts reads the environment.',
};
const clockAndChance = [
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.name='Date']",
  "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  "CallExpression[callee.object.name='Math'][callee.property.name='random']",
].map((selector) => ({ selector, message: 'Time is an argument, and nothing here is left to chance.' }));
const outsideWorld = [
  ...['process', 'Buffer', 'console', 'crypto', 'fetch', 'performance', 'queueMicrotask', 'require'],
  ...['setImmediate', 'setInterval', 'setTimeout', '__dirname', '__filename'],
].map((name) => ({ name, message: 'The business is pure: it knows nothing of the machine it runs on.' }));

export default tseslint.config(
  { ignores: ['node_modules', '.anjie', 'prisma/generated', 'web/dist', '**/*.cjs', '**/*.mjs'] },
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
    files: ['setup/environment.ts', 'test/harness/environment.ts'],
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
    // What does not fit on a screen is not read. A flat switch may be longer, and says so where it is.
    files: [`{${productionRooms.join(',')}}/**/*.{ts,tsx}`],
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // conduct.ts asks the engine for the time, which answers the same in every replay.
    files: ['domain/**/*.ts', 'workflows/**/*.ts'],
    ignores: ['workflows/kit/conduct.ts'],
    rules: {
      'no-restricted-syntax': ['error', rawQueries, environment, ...clockAndChance],
      'no-restricted-globals': ['error', ...outsideWorld],
    },
  },
  fence({
    files: ['domain/**/*.ts'],
    allowed: ['domain'],
    packages: ['typebox'],
    message: 'domain/ imports itself and the schema library.',
  }),
  fence({
    files: ['workflows/**/*.ts'],
    allowed: ['domain'],
    packages: [],
    message: 'A procedure imports domain/; effects are asked for, not called.',
  }),
  fence({
    files: ['workflows/kit/contract.ts', 'workflows/kit/failure-converter.ts'],
    allowed: ['domain'],
    packages: ['@temporalio/common'],
    message: 'Of Temporal, only what workflow and world have in common.',
  }),
  fence({
    files: ['workflows/kit/conduct.ts'],
    allowed: ['domain'],
    typesOf: ['activities'],
    packages: ['@temporalio/common', '@temporalio/workflow'],
    message: 'conduct.ts binds procedures to Temporal: activities by their types, nothing of Node.',
  }),
  fence({
    files: ['record/**/*.ts'],
    allowed: ['domain', 'workflows/kit/contract', 'workflows/procedures', 'prisma/generated'],
    message: 'record/ imports domain/, the procedures and the generated client.',
  }),
  fence({
    files: ['activities/**/*.ts'],
    allowed: ['domain', 'record'],
    typesOf: ['prisma/generated'],
    message: 'activities/ import domain/ and record/.',
  }),
  fence({
    files: ['api/**/*.ts'],
    allowed: ['domain', 'record', 'workflows/kit/contract', 'web/public'],
    message: 'api/ imports domain/, record/, workflows/kit/contract and the pages of web/public.',
  }),
  fence({
    files: ['worker/**/*.ts'],
    allowed: ['domain', 'workflows', 'record', 'activities'],
    typesOf: ['prisma/generated'],
    message: 'worker/ imports domain/, workflows/, record/ and activities/.',
  }),
  fence({
    files: ['web/public/**/*.{ts,tsx}'],
    allowed: ['domain', 'web'],
    packages: ['preact', 'preact-render-to-string'],
    message: 'A page is written from what it is given: it imports domain/ and preact.',
  }),
  fence({
    files: ['web/console/**/*.{ts,tsx}'],
    allowed: ['web/console'],
    typesOf: ['domain', 'api/contract/schemas'],
    // Of typebox `Static` alone.
    packages: ['react', 'react-dom', '@tanstack', 'typebox'],
    message:
      'The console knows what the API tells: types of domain/ and of the shapes of the API, and React.',
  }),
  {
    files: ['web/console/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules },
  },
  // Where dependencies become real.
  fence({
    files: ['api/server.ts'],
    allowed: ['domain', 'record', 'workflows/kit/contract', 'web/public', 'setup/environment'],
    message: 'api/server.ts adds the environment to what api/ may import.',
  }),
  fence({
    files: ['worker/main.ts'],
    allowed: ['domain', 'workflows', 'record', 'activities', 'setup/environment'],
    message: 'worker/main.ts adds the environment to what worker/ may import.',
  }),
  prettier,
);
