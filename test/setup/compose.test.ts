import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import {
  backupSchema,
  EnvironmentError,
  ownerSchema,
  readEnvironment,
  readOwnerEnvironment,
  serviceSchema,
  setupSchema,
} from '../../setup/environment';
import { readEngineEnvironment } from '../../setup/environment';
import { projectFolder } from '../../setup/folders';

/* docker-compose.yml as compose reads it: as YAML, with the values of an environment put in. */

const textOf = (file: string) => readFileSync(join(projectFolder, file), 'utf8');

interface Service {
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly configs: object;
  readonly volumes: object;
}

class Unset extends Error {}

/** As compose puts variables in: `${A}`, `${A:-standard}`, `${A:?complaint}`, and `$$` for one sign. */
function withValues(text: string, values: Readonly<Record<string, string | undefined>>): string {
  return text.replace(
    /\$(?:(\$)|\{([A-Z_]+)(?::([-?])([^}]*))?\})/g,
    (_all, sign, name: string, kind, words) => {
      if (sign) return '$';
      const value = values[name];
      if (value) return value;
      if (kind === '?') throw new Unset(`${name}: ${String(words)}`);
      return kind === '-' ? String(words) : '';
    },
  );
}

function read(values: Readonly<Record<string, string | undefined>>): Compose {
  // Variables stand in values alone, so they are put in after the file was read.
  const put = (node: unknown): unknown => {
    if (typeof node === 'string') return withValues(node, values);
    if (Array.isArray(node)) return node.map(put);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, put(value)]));
  };
  return put(parse(textOf('docker-compose.yml'), { merge: true })) as Compose;
}

const demo = parseEnv(textOf('docker-compose.demo.env'));
const filledIn = {
  OWNER_PASSWORD: 'owner#/?@:%',
  APP_PASSWORD: 'app#/?@:%',
  VAULT_PASSWORD: 'vault#/?@:%',
  TEMPORAL_PASSWORD: 'temporal#/?@:%',
  SMTP_URL: 'smtps://mail.zone.example:465',
  MAIL_FROM: 'anjie@zone.example',
  PUBLIC_URL: 'https://anjie.zone.example',
};

/** Services that run for an office; those of a profile only where it is asked for. */
const started = ({ services }: Compose, profiles = '') =>
  Object.entries(services).filter(([, service]) => service.profiles?.includes(profiles) ?? true);

const environmentOf = (compose: Compose, service: string) => compose.services[service]?.environment ?? {};

describe('docker-compose.yml', () => {
  it('is an installation for real use unless told otherwise, and takes what the office has set', () => {
    const compose = read(filledIn);
    for (const service of ['api', 'worker']) {
      expect(readEnvironment(environmentOf(compose, service))).toMatchObject({
        DEMO: false,
        SMTP_URL: filledIn.SMTP_URL,
        MAIL_FROM: filledIn.MAIL_FROM,
        PUBLIC_URL: filledIn.PUBLIC_URL,
        DATABASE_URL: 'postgresql://anjie_app:app%23%2F%3F%40%3A%25@postgres:5432/anjie',
        VAULT_DATABASE_URL: 'postgresql://anjie_vault:vault%23%2F%3F%40%3A%25@postgres:5432/anjie',
      });
    }
    const { OWNER_DATABASE_URL, DEMO } = readOwnerEnvironment(environmentOf(compose, 'prepare'));
    expect([DEMO, OWNER_DATABASE_URL]).toEqual([
      '0',
      'postgresql://anjie_owner:owner%23%2F%3F%40%3A%25@postgres:5432/anjie',
    ]);
    expect(environmentOf(compose, 'postgres')['POSTGRES_PASSWORD']).toBe(filledIn.OWNER_PASSWORD);
    expect(readEngineEnvironment(environmentOf(compose, 'temporal-attributes'))).toMatchObject({
      address: readEnvironment(environmentOf(compose, 'worker')).temporal.address,
    });
    expect(started(compose).map(([name]) => name)).not.toContain('mail');
  });

  it.each(Object.keys(filledIn))('does not start without %s, and names it', (name) => {
    expect(() => read({ ...filledIn, [name]: '' })).toThrow(`${name}: set it in .env`);
  });

  it('has the demonstration as a profile with settings of its own', () => {
    const compose = read(demo);
    const environment = readEnvironment(environmentOf(compose, 'api'));
    expect(environment.DEMO).toBe(true);
    const { hostname } = new URL(environment.SMTP_URL);
    expect(started(compose, demo['COMPOSE_PROFILES']).map(([name]) => name)).toContain(hostname);
  });

  it('hands a setting that is wrong on to the programs, which name it', () => {
    const api = environmentOf(read({ ...filledIn, SMTP_URL: 'mail.zone.example', DEMO: 'yes' }), 'api');
    expect(() => readEnvironment(api)).toThrow(EnvironmentError);
    expect(() => readEnvironment(api)).toThrow(/SMTP_URL cannot be[^]*DEMO must be/);
  });

  it('gives API and worker nothing that they do not know', () => {
    for (const service of ['api', 'worker'])
      expect(
        Object.keys(environmentOf(read(filledIn), service)).filter(
          (name) => !(name in serviceSchema.properties),
        ),
      ).toEqual([]);
  });

  it('opens ports on this machine only', () => {
    const ports = started(read(demo), 'demo').flatMap(([, service]) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('waits for services that there are', () => {
    const { services } = read(filledIn);
    const awaited = Object.values(services).flatMap((service) => Object.keys(service.depends_on ?? {}));
    expect(awaited.filter((name) => !(name in services))).toEqual([]);
  });
});

describe('.env.example', () => {
  const lines = textOf('.env.example').split('\n');
  const explained = lines.flatMap((line) => /^(?:# )?([A-Z][A-Z_]+)=/.exec(line)?.[1] ?? []);
  const composed = [...textOf('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].flatMap(
    ([, name = '']) => name,
  );
  const programs = [serviceSchema, ownerSchema, backupSchema, setupSchema].flatMap((schema) =>
    Object.keys(schema.properties),
  );

  it('explains every setting that a program or docker-compose.yml reads, once, and no other', () => {
    expect(explained.length).toBe(new Set(explained).size);
    expect([...explained].sort()).toEqual([...new Set([...programs, ...composed])].sort());
  });

  it('leaves empty what an office has to decide, so that compose and the programs ask for it', () => {
    const given = parseEnv(textOf('.env.example'));
    const empty = Object.keys(filledIn).filter((name) => given[name] === '');
    expect(empty).toEqual(Object.keys(filledIn));
    const withOwn = { ...given, ...filledIn };
    expect(readEnvironment(withOwn).DEMO).toBe(false);
    expect(readOwnerEnvironment(withOwn).DEMO).toBe('0');
  });
});
