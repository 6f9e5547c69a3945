import { Type } from 'typebox';

/*
 * Addresses among the settings. That of PostgreSQL can be given whole, or its parts can, from which it is built: in a
 * whole address the characters # / ? @ : % of a password have to be encoded, in a variable of its own they stand as
 * they are. An address that is wrong is named by its variable and never shown, since it may hold a password.
 */

const text = (description: string) => Type.Optional(Type.String({ minLength: 1, description }));
const password = (role: string) => text(`password of the role ${role}, as it is`);

/** Of API and worker, instead of DATABASE_URL and VAULT_DATABASE_URL. */
export const serviceParts = {
  DATABASE_HOST: text('machine of PostgreSQL, where its address is given in parts'),
  DATABASE_PORT: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 65535, description: '5432 if not given' }),
  ),
  DATABASE_NAME: text('anjie if not given'),
  APP_PASSWORD: password('anjie_app'),
  VAULT_PASSWORD: password('anjie_vault'),
};

/** Of migrations, which act as the owner. */
export const ownerParts = {
  ...serviceParts,
  OWNER_USER: text('role that owns the schemas; anjie_owner if not given'),
  OWNER_PASSWORD: password('that owns the schemas'),
};

/** Who sends mails, where the mail server wants to know it. */
export const mailParts = {
  SMTP_USER: text('login at the mail server'),
  SMTP_PASSWORD: text('its password, as it is'),
};

type Variables = Readonly<Record<string, string>>;

export interface ReadAddresses {
  /** The variables, with the addresses that were built. */
  readonly values: Variables;
  /** By the variable of the address: what is wrong with it or its parts. */
  readonly wrong: ReadonlyMap<string, string>;
}

/** Checks the addresses that a program needs, and builds those that are given in parts. A whole one counts before its parts. */
export function readAddresses(given: Variables, needed: readonly string[]): ReadAddresses {
  const values = { ...given };
  const wrong = new Map<string, string>();
  for (const name of needed) {
    const found = addresses[name]?.(given);
    if (found === undefined || found === null) continue;
    if ('wrong' in found) wrong.set(name, found.wrong);
    else values[name] = found.address;
  }
  return { values, wrong };
}

/** Null where nothing is said of it. */
type Reading = (given: Variables) => { readonly address: string } | { readonly wrong: string } | null;

const addresses: Readonly<Record<string, Reading>> = {
  DATABASE_URL: ofDatabase('DATABASE_URL', 'APP_PASSWORD', () => 'anjie_app'),
  VAULT_DATABASE_URL: ofDatabase('VAULT_DATABASE_URL', 'VAULT_PASSWORD', () => 'anjie_vault'),
  OWNER_DATABASE_URL: ofDatabase(
    'OWNER_DATABASE_URL',
    'OWNER_PASSWORD',
    (given) => given['OWNER_USER'] ?? 'anjie_owner',
  ),
  SMTP_URL: ofMailServer,
  PUBLIC_URL: ofPage('PUBLIC_URL'),
  TEMPORAL_UI_URL: ofPage('TEMPORAL_UI_URL'),
};

function ofDatabase(name: string, secret: string, user: (given: Variables) => string): Reading {
  return (given) => {
    const whole = given[name];
    if (whole !== undefined)
      return isDatabaseAddress(whole)
        ? { address: whole }
        : {
            wrong:
              `${name} cannot be read as postgresql://user:password@host:port/name. The characters # / ? @ : % of ` +
              `a password have to be encoded there; DATABASE_HOST and ${secret} instead take it as it is`,
          };
    const host = given['DATABASE_HOST'];
    const password = given[secret];
    if (host === undefined) return null;
    if (password === undefined)
      return { wrong: `${secret} is missing: DATABASE_HOST is given, so ${name} is built from its parts` };
    const [port, database] = [given['DATABASE_PORT'] ?? '5432', given['DATABASE_NAME'] ?? 'anjie'];
    const address = databaseAddress({ user: user(given), password, host, port, name: database });
    return isDatabaseAddress(address)
      ? { address }
      : { wrong: `DATABASE_HOST, DATABASE_PORT or DATABASE_NAME cannot be that: ${name} is built from them` };
  };
}

function ofMailServer(given: Variables): ReturnType<Reading> {
  const { SMTP_URL: whole, SMTP_USER: user, SMTP_PASSWORD: secret } = given;
  if (whole === undefined) return null;
  const url = parsed(whole);
  if (url === null || !isMailAddress(url))
    return {
      wrong:
        'SMTP_URL cannot be read as smtp://host:port or smtps://host:port; SMTP_USER and SMTP_PASSWORD take a login as it is',
    };
  if ((user === undefined) !== (secret === undefined))
    return { wrong: 'SMTP_USER and SMTP_PASSWORD are set together or not at all' };
  if (user !== undefined) url.username = encodeURIComponent(user);
  if (secret !== undefined) url.password = encodeURIComponent(secret);
  return { address: url.toString() };
}

function ofPage(name: string): Reading {
  return (given) => {
    const whole = given[name];
    if (whole === undefined) return null;
    const url = parsed(whole);
    const fits = url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '';
    return fits
      ? { address: whole }
      : { wrong: `${name} cannot be read as https://host or http://host:port` };
  };
}

interface DatabasePlace {
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly port: number | string;
  readonly name: string;
}

/** The address of a database, with whatever characters its parts have. */
export function databaseAddress({ user, password, host, port, name }: DatabasePlace): string {
  const [as, secret, database] = [user, password, name].map(encodeURIComponent) as [string, string, string];
  // An address of IP version 6 has colons of its own.
  const machine = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return `postgresql://${as}:${secret}@${machine}:${port}/${database}`;
}

/** Whether it says what it seems to say: a `#`, `/` or `?` in a password would cut it there, and name another machine. */
function isDatabaseAddress(address: string): boolean {
  const url = parsed(address);
  return (
    url !== null &&
    ['postgresql:', 'postgres:'].includes(url.protocol) &&
    url.username !== '' &&
    url.hostname !== '' &&
    /^\/[^/@]+$/.test(url.pathname) &&
    hasNothingCutOff(url)
  );
}

function isMailAddress(url: URL): boolean {
  return (
    ['smtp:', 'smtps:'].includes(url.protocol) &&
    url.hostname !== '' &&
    ['', '/'].includes(url.pathname) &&
    hasNothingCutOff(url)
  );
}

function hasNothingCutOff(url: URL): boolean {
  return (
    url.hash === '' &&
    !url.search.includes('@') &&
    [url.username, url.password, url.pathname].every(isDecodable)
  );
}

function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
