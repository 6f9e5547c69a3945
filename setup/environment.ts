import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { envSchema } from 'env-schema';
import { Type, type Static, type TObject, type TSchema } from 'typebox';
import { mailParts, ownerParts, readAddresses, serviceParts } from './parts/addresses';
import { channelSettings, channelsIn, type ChannelPlaces } from './parts/channel-settings';
import {
  connectionSettings,
  temporalSettings,
  TemporalSettingsError,
  type NamedTemporal,
  type TemporalPlace,
} from './parts/temporal-settings';

/*
 * Only this file reads the process environment; `.env` in the working directory counts as part of it. Each
 * program declares here what it needs and gets typed values, or stops with a list of all that is wrong. Any setting may
 * stand in a file that <name>_FILE names. A test compares the keys with `.env.example`.
 */

const url = (description: string) => Type.String({ minLength: 1, pattern: '^[a-z]+://', description });
const port = (standard: number, description: string) =>
  Type.Integer({ minimum: 1, maximum: 65535, default: standard, description });

const addressOrRange = String.raw`[0-9A-Fa-f:.]+(/\d{1,3})?`;

/** Settings of API and worker. */
export const serviceSchema = Type.Object({
  DATABASE_URL: url(
    'PostgreSQL as the role anjie_app: everything but identities; or DATABASE_HOST and APP_PASSWORD',
  ),
  VAULT_DATABASE_URL: url(
    'PostgreSQL as the role anjie_vault: reporters’ identities only; or DATABASE_HOST and VAULT_PASSWORD',
  ),
  ...serviceParts,
  TEMPORAL_ADDRESS: Type.String({ minLength: 1, description: 'host:port of the Temporal frontend' }),
  TEMPORAL_NAMESPACE: Type.String({ minLength: 1, default: 'default' }),
  ...temporalSettings,
  TEMPORAL_UI_URL: url('Temporal UI, for links to a case’s workflow'),
  SMTP_URL: url('mail server, for example smtp://127.0.0.1:1025'),
  ...mailParts,
  ...channelSettings,
  MAIL_FROM: Type.String({
    pattern: String.raw`^[^@\r\n]*[^@\s]@[^@\s]+$`,
    description: 'sender of every mail, as anjie@zone.example or Anjie <anjie@zone.example>',
  }),
  PUBLIC_URL: url('address under which people reach the API; stands in mails'),
  API_HOST: Type.String({ minLength: 1, default: '127.0.0.1' }),
  API_PORT: port(3000, 'API'),
  METRICS_HOST: Type.String({ minLength: 1, default: '127.0.0.1' }),
  METRICS_PORT: port(3002, 'metrics of the API'),
  WORKER_HOST: Type.String({ minLength: 1, default: '127.0.0.1' }),
  WORKER_PORT: port(3001, 'health and metrics of the worker'),
  KEYS_DIR: Type.String({
    minLength: 1,
    description: 'folder with vault.key, codec.key, receipt.key, sign.key',
  }),
  DATA_DIR: Type.String({ minLength: 1, description: 'folder for evidence' }),
  REQUEST_KEY_DAYS: Type.Integer({
    minimum: 1,
    maximum: 3650,
    default: 30,
    description: 'for how many days a request that comes again is answered as before',
  }),
  DEMO: Type.Union([Type.Literal('0'), Type.Literal('1')], { default: '0' }),
  ANJIE_SECOND_FACTOR: Type.Optional(
    Type.Union([Type.Literal('required'), Type.Literal('offered')], {
      description: 'whether approving, paying and granting demand a second factor of everybody',
    }),
  ),
  TRUST_PROXY: Type.String({
    default: '',
    pattern: `^(${addressOrRange}(\\s*,\\s*${addressOrRange})*)?$`,
    description: 'addresses or ranges of the proxies whose forwarding headers may be believed',
  }),
  TIP_OFFS_AT_ONCE: Type.Integer({
    minimum: 1,
    maximum: 100_000,
    default: 10,
    description: 'how many tip-offs one address may hand in at once, before it is slowed down',
  }),
  SCANNER: Type.String({
    default: '',
    pattern: String.raw`^(tcp://[^/\s]+:\d{1,5}|unix:///\S+)?$`,
    description:
      'clamd, as tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl; empty: files are not scanned',
  }),
  FONT_DIR: Type.String({
    default: '',
    description: 'folder with fonts of the office (.ttf, .otf) for characters that no other has; empty: none',
  }),
  LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
    { default: 'info' },
  ),
});

/** Settings of migrations and seeds. API and worker never get these rights. */
export const ownerSchema = Type.Object({
  OWNER_DATABASE_URL: url('PostgreSQL as the owner of the schemas; or DATABASE_HOST and OWNER_PASSWORD'),
  ...ownerParts,
  DATABASE_URL: url('as above; migrations create its role with its password'),
  VAULT_DATABASE_URL: url('as above; migrations create its role with its password'),
  DEMO: serviceSchema.properties.DEMO,
});

const recipient = (description: string) => Type.String({ pattern: '^age1[0-9a-z]{20,}$', description });

/** For whom `npm run backup` seals. */
export const backupSchema = Type.Object({
  BACKUP_RECIPIENT: recipient(
    'recipient of age who opens the data of a backup; npm run backup:identity makes one',
  ),
  BACKUP_KEYS_RECIPIENT: recipient('another one, who opens the keys in a backup'),
});

/** Settings of `npm start`, `npm run demo` and `npm run bench`; all have a default. */
export const setupSchema = Type.Object({
  ANJIE_HOME: Type.String({ minLength: 1, default: '.anjie', description: 'the one folder for all data' }),
  POSTGRES_PORT: port(54320, 'embedded PostgreSQL'),
  TEMPORAL_PORT: port(7233, 'Temporal development server'),
  TEMPORAL_UI_PORT: port(8233, 'its UI'),
  API_PORT: port(3000, 'API'),
  METRICS_PORT: port(3002, 'metrics of the API'),
  WORKER_PORT: port(3001, 'health and metrics of the worker'),
  SMTP_PORT: port(1025, 'mail sink'),
  MAIL_UI_PORT: port(8025, 'caught mail as a web page'),
  TEMPORAL_ADDRESS: Type.Optional(Type.String({ minLength: 1 })),
  TEMPORAL_NAMESPACE: Type.String({ minLength: 1, default: 'default' }),
  ...temporalSettings,
  TEMPORAL_UI_URL: Type.Optional(url('UI of the server named by TEMPORAL_ADDRESS')),
  LOG_LEVEL: serviceSchema.properties.LOG_LEVEL,
});

export type ServiceSettings = Static<typeof serviceSchema>;
export type OwnerSettings = Static<typeof ownerSchema>;
/** Settings of set-up; Temporal is null where one is to be started here. */
export type SetupEnvironment = Static<typeof setupSchema> & { readonly temporal: NamedTemporal | null };
export type RecordSettings = Pick<
  ServiceSettings,
  'DATABASE_URL' | 'VAULT_DATABASE_URL' | 'KEYS_DIR' | 'DATA_DIR'
>;

/** {@link ServiceSettings} with the values that need more than a string. */
export type Environment = Omit<
  ServiceSettings,
  | 'DEMO'
  | 'ANJIE_SECOND_FACTOR'
  | 'TRUST_PROXY'
  | 'TEMPORAL_ADDRESS'
  | 'TEMPORAL_NAMESPACE'
  | keyof typeof temporalSettings
  | keyof typeof serviceParts
  | keyof typeof mailParts
  | keyof typeof channelSettings
> & {
  readonly channels: ChannelPlaces;
  readonly temporal: TemporalPlace;
  readonly DEMO: boolean;
  /** Where nothing is said: required, but of nobody in a demonstration. */
  readonly ANJIE_SECOND_FACTOR: 'required' | 'offered';
  /** Proxies whose forwarding headers are trusted; empty: none. */
  readonly TRUST_PROXY: readonly string[];
};

/** A setting is missing or impossible. The message is written for the operator. */
export class EnvironmentError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The environment is not complete:\n${problems.map((line) => `  - ${line}`).join('\n')}\n` +
        'Every setting is explained in .env.example; `npm start` sets all of them by itself.',
    );
    this.name = 'EnvironmentError';
  }
}

interface AjvProblem {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Record<string, unknown>;
}

interface Described {
  readonly description?: string;
}

/** One line per setting, in words, by its name. */
function inWords(problems: readonly AjvProblem[], schema: TObject): Map<string, string> {
  const lines = new Map<string, string>();
  const choices = new Map<string, string[]>();
  for (const { keyword, instancePath, message, params } of problems) {
    const key = keyword === 'required' ? String(params['missingProperty']) : instancePath.slice(1);
    if (keyword === 'const') {
      choices.set(key, [...(choices.get(key) ?? []), String(params['allowedValue'])]);
      lines.set(key, `${key} must be one of ${choices.get(key)?.join(', ') ?? ''}`);
    } else if (keyword === 'required') {
      lines.set(
        key,
        `${key} is missing (${(schema.properties[key] as TSchema & Described).description ?? ''})`,
      );
    } else if (keyword === 'pattern') {
      lines.set(
        key,
        `${key} cannot be that; expected: ${(schema.properties[key] as TSchema & Described).description ?? ''}`,
      );
    } else if (!lines.has(key)) {
      lines.set(key, `${key} ${message ?? 'is not valid'}`);
    }
  }
  return lines;
}

function readDotenv(folder: string): NodeJS.ProcessEnv {
  const file = join(folder, '.env');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}

/** @param wrong what was found wrong before, to be told with the rest */
function read<S extends TObject>(
  schema: S,
  source: NodeJS.ProcessEnv,
  wrong: readonly string[] = [],
): Static<S> {
  const { values, unread } = withFiles(given(source));
  const addresses = readAddresses(values, Object.keys(schema.properties));
  let settings: Static<S> | null = null;
  const problems = new Map<string, string>();
  try {
    // env-schema fills in defaults and converts numbers; it must not read the environment by itself.
    settings = envSchema<Static<S>>({ schema, data: addresses.values, env: false, dotenv: false });
  } catch (error) {
    const found = (error as { errors?: readonly AjvProblem[] }).errors;
    if (found === undefined) throw error;
    for (const [key, line] of inWords(found, schema)) problems.set(key, line);
  }
  // Of an address that cannot be read more is known than that it is none.
  for (const [key, line] of addresses.wrong) problems.set(key, line);
  for (const [key, line] of unread) problems.set(key, line);
  if (settings === null || problems.size > 0 || wrong.length > 0)
    throw new EnvironmentError([...problems.values(), ...wrong]);
  return settings;
}

/** Compose files and shells pass a variable that is not set on as an empty one. */
function given(source: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(source).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  );
}

/** Every setting there is. */
const known = new Set(
  [serviceSchema, ownerSchema, backupSchema, setupSchema].flatMap(({ properties }) =>
    Object.keys(properties),
  ),
);

/**
 * The variables, with what stands in files: for a secret that must not be seen in the environment of a process, as
 * containers hand it over (APP_PASSWORD_FILE=/run/secrets/app). The line break at the end of a file does not count.
 */
function withFiles(variables: Record<string, string>) {
  const values = { ...variables };
  const unread = new Map<string, string>();
  for (const [variable, file] of Object.entries(variables)) {
    const name = variable.endsWith('_FILE') ? variable.slice(0, -'_FILE'.length) : '';
    if (!known.has(name)) continue;
    const read = variables[name] === undefined ? contentOf(file) : null;
    if (read !== null && read !== '') values[name] = read;
    else
      unread.set(
        name,
        variables[name] === undefined
          ? `${variable} names a file that ${read === null ? 'cannot be read' : 'is empty'}`
          : `${name} and ${variable} are both set; set one of them`,
      );
  }
  return { values, unread };
}

/** Null where it cannot be read. */
function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return null;
  }
}

/** Settings together with how Temporal is reached, where variables or the profile that they name tell it. */
function readWithTemporal<S extends TObject>(
  schema: S,
  source: NodeJS.ProcessEnv,
  before: readonly string[] = [],
) {
  const variables = Object.fromEntries(
    Object.entries(withFiles(given(source)).values).filter(([name]) => name.startsWith('TEMPORAL_')),
  );
  let told: ReturnType<typeof connectionSettings> | null = null;
  let wrong = before;
  try {
    told = connectionSettings(variables);
  } catch (error) {
    if (!(error instanceof TemporalSettingsError)) throw error;
    wrong = [...before, error.message];
  }
  const named = {
    ...(told?.address === undefined ? {} : { TEMPORAL_ADDRESS: told.address }),
    ...(told?.namespace === undefined ? {} : { TEMPORAL_NAMESPACE: told.namespace }),
  };
  return {
    settings: read(schema, { ...source, ...named }, wrong),
    connection: told?.connection ?? {},
    variables,
  };
}

function surroundings(): NodeJS.ProcessEnv {
  return { ...readDotenv(process.cwd()), ...process.env };
}

/** Settings of API and worker. @throws {EnvironmentError} with everything that is missing or wrong */
export function readEnvironment(source: NodeJS.ProcessEnv = surroundings()): Environment {
  const channels = channelsIn(given(source));
  const { settings, connection } = readWithTemporal(serviceSchema, source, channels.wrong);
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = settings;
  return {
    ...settings,
    channels: channels.places,
    temporal: { address, namespace, connection },
    KEYS_DIR: resolve(settings.KEYS_DIR),
    DATA_DIR: resolve(settings.DATA_DIR),
    DEMO: settings.DEMO === '1',
    ANJIE_SECOND_FACTOR: settings.ANJIE_SECOND_FACTOR ?? (settings.DEMO === '1' ? 'offered' : 'required'),
    TRUST_PROXY: settings.TRUST_PROXY.split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  };
}

/** Settings of migrations and seeds. @throws {EnvironmentError} with everything that is missing or wrong */
export function readOwnerEnvironment(source: NodeJS.ProcessEnv = surroundings()): OwnerSettings {
  return read(ownerSchema, source);
}

/**
 * The database of the record, with the office's keys and data; null where nothing is set. @throws {EnvironmentError}
 * when only a part is set
 */
export function readRecordEnvironment(source: NodeJS.ProcessEnv = surroundings()): RecordSettings | null {
  const names = ['DATABASE_URL', 'VAULT_DATABASE_URL', 'KEYS_DIR', 'DATA_DIR'] as const;
  return [...names, 'DATABASE_URL_FILE', 'DATABASE_HOST'].some((name) => source[name])
    ? read(Type.Pick(serviceSchema, [...names]), source)
    : null;
}

/**
 * An office with its keys and data, and its database as the owner; null where nothing is set. @throws {EnvironmentError}
 * when only a part is set
 */
export function readOfficeEnvironment(source: NodeJS.ProcessEnv = surroundings()) {
  const owner = ['OWNER_DATABASE_URL', 'OWNER_DATABASE_URL_FILE', 'DATABASE_HOST'];
  if (!owner.some((name) => source[name])) return null;
  const { KEYS_DIR, DATA_DIR } = serviceSchema.properties;
  return read(Type.Object({ ...ownerSchema.properties, KEYS_DIR, DATA_DIR }), source);
}

/** @throws {EnvironmentError} when they are not set */
export function readBackupRecipients(source: NodeJS.ProcessEnv = surroundings()) {
  const { BACKUP_RECIPIENT: data, BACKUP_KEYS_RECIPIENT: keys } = read(backupSchema, source);
  return { data, keys };
}

/** Where Temporal is. @throws {EnvironmentError} with everything that is missing or wrong */
export function readEngineEnvironment(source: NodeJS.ProcessEnv = surroundings()): TemporalPlace {
  const schema = Type.Pick(serviceSchema, ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE']);
  const { settings, connection } = readWithTemporal(schema, source);
  return { address: settings.TEMPORAL_ADDRESS, namespace: settings.TEMPORAL_NAMESPACE, connection };
}

/** The vault with its keys. @throws {EnvironmentError} with everything that is missing or wrong */
export function readVaultEnvironment(
  source: NodeJS.ProcessEnv = surroundings(),
): Pick<ServiceSettings, 'VAULT_DATABASE_URL' | 'KEYS_DIR'> {
  return read(Type.Pick(serviceSchema, ['VAULT_DATABASE_URL', 'KEYS_DIR']), source);
}

/** The folder of the key files. @throws {EnvironmentError} when KEYS_DIR is not set */
export function readKeysFolder(source: NodeJS.ProcessEnv = surroundings()): string {
  return resolve(read(Type.Pick(serviceSchema, ['KEYS_DIR']), source).KEYS_DIR);
}

/** Settings of set-up and start. @throws {EnvironmentError} with everything that is wrong */
export function readSetupEnvironment(source: NodeJS.ProcessEnv = surroundings()): SetupEnvironment {
  const { settings, connection, variables } = readWithTemporal(setupSchema, source);
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = settings;
  return {
    ...settings,
    temporal: address === undefined ? null : { address, namespace, connection, variables },
  };
}

/** The environment for programs that set-up starts: its own, without the settings of the system. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env };
}
