import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  EnvironmentError,
  readEnvironment,
  readOwnerEnvironment,
  readSetupEnvironment,
} from '../../setup/environment';

const complete = {
  DATABASE_URL: 'postgresql://anjie_app:x@127.0.0.1:5432/anjie',
  VAULT_DATABASE_URL: 'postgresql://anjie_vault:x@127.0.0.1:5432/anjie',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  TEMPORAL_UI_URL: 'http://127.0.0.1:8233',
  SMTP_URL: 'smtp://127.0.0.1:1025',
  MAIL_FROM: 'anjie@anjie.example',
  PUBLIC_URL: 'http://127.0.0.1:3000',
  KEYS_DIR: '/keys',
  DATA_DIR: '/data',
};

function problemsOf(source: NodeJS.ProcessEnv): readonly string[] {
  try {
    readEnvironment(source);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
}

describe('the environment', () => {
  it('names everything that is missing at once', () => {
    const problems = problemsOf({});
    expect(problems.map((line) => line.split(' ')[0])).toEqual(Object.keys(complete));
    expect(problems.every((line) => line.includes('is missing'))).toBe(true);
  });

  it('fills in what has a standard', () => {
    expect(readEnvironment(complete)).toMatchObject({
      temporal: { namespace: 'default' },
      API_HOST: '127.0.0.1',
      API_PORT: 3000,
      DEMO: false,
      TRUST_PROXY: [],
      LOG_LEVEL: 'info',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(problemsOf({ ...complete, SMTP_URL: '' })).toEqual([
      expect.stringMatching(/^SMTP_URL is missing/),
    ]);
    expect(readEnvironment({ ...complete, API_PORT: '' }).API_PORT).toBe(3000);
  });

  it('reads proxies as a list, and never as "all of them"', () => {
    const { TRUST_PROXY } = readEnvironment({ ...complete, TRUST_PROXY: '127.0.0.1, 10.0.0.0/8,::1' });
    expect(TRUST_PROXY).toEqual(['127.0.0.1', '10.0.0.0/8', '::1']);
    expect(problemsOf({ ...complete, TRUST_PROXY: 'true' })).toHaveLength(1);
    expect(problemsOf({ ...complete, TRUST_PROXY: '*' })).toHaveLength(1);
  });

  it.each([
    ['API_PORT', '0'],
    ['API_PORT', '65536'],
    ['API_PORT', '3000x'],
    ['DEMO', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['DATABASE_URL', 'localhost'],
    ['MAIL_FROM', 'Anjie'],
    ['MAIL_FROM', 'Anjie <anjie@>, x@y.example'],
  ])('refuses %s=%s with one line that names it', (key, value) => {
    expect(problemsOf({ ...complete, [key]: value })).toEqual([expect.stringMatching(`^${key} `)]);
  });

  it('takes from a profile how Temporal is reached, and a variable before it', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'anjie-profile-')), 'temporal.toml');
    await writeFile(file, '[profile.cloud]\naddress = "a.example:7233"\nnamespace = "zone"\napi_key = "k"\n');
    const { TEMPORAL_ADDRESS: _none, ...rest } = complete;
    const profile = { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'cloud' };
    expect(readEnvironment({ ...rest, ...profile }).temporal).toMatchObject({
      address: 'a.example:7233',
      namespace: 'zone',
      connection: { address: 'a.example:7233', apiKey: 'k', tls: true },
    });
    const overridden = readEnvironment({ ...rest, ...profile, TEMPORAL_ADDRESS: 'b.example:7233' });
    expect(overridden.temporal.connection.address).toBe('b.example:7233');
    expect(problemsOf({ ...rest, ...profile, TEMPORAL_PROFILE: 'moon' })).toHaveLength(2);
  });

  it.each([
    ['TEMPORAL_TLS_CLIENT_CERT_PATH', { TEMPORAL_TLS_CLIENT_CERT_PATH: '/no/such/file' }],
    ['TEMPORAL_TLS_CLIENT_CERT_PATH', { TEMPORAL_TLS_CLIENT_CERT_DATA: 'a certificate without its key' }],
    ['TEMPORAL_CONFIG_FILE', { TEMPORAL_CONFIG_FILE: '/no/such/file' }],
    ['TEMPORAL_TLS_DISABLE_HOST_VERIFICATION', { TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: '1' }],
  ])('refuses a connection to Temporal that cannot hold, and names %s', (name, settings) => {
    expect(problemsOf({ ...complete, ...settings })).toEqual([expect.stringMatching(`^${name}`)]);
  });

  it('leaves the channels beside mail off until they are set up, and names what is missing of one', () => {
    expect(readEnvironment(complete).channels).toEqual({ webhooks: null, sms: null });
    const webhook = { WEBHOOK_SECRET: 's'.repeat(32), WEBHOOK_HOSTS: 'a.example, b.example' };
    expect(readEnvironment({ ...complete, ...webhook }).channels.webhooks).toEqual({
      secret: webhook.WEBHOOK_SECRET,
      hosts: ['a.example', 'b.example'],
      mayBePrivate: false,
    });
    expect(problemsOf({ ...complete, WEBHOOK_HOSTS: 'a.example' })).toEqual([
      expect.stringMatching(/^WEBHOOK_SECRET missing/),
    ]);
    expect(problemsOf({ ...complete, ...webhook, WEBHOOK_SECRET: 'short' })).toHaveLength(1);
    expect(problemsOf({ ...complete, SMS_URL: 'https://sms.example' })).toEqual([
      expect.stringMatching(/^SMS_KEY_ID, SMS_SECRET, SMS_TEMPLATE, SMS_DIGEST_TEMPLATE missing/),
    ]);
  });

  const { DATABASE_URL: _app, VAULT_DATABASE_URL: _vault, ...withoutAddresses } = complete;
  const parts = { DATABASE_HOST: 'db.example', APP_PASSWORD: 'a', VAULT_PASSWORD: 'b' };

  it('builds addresses of PostgreSQL from their parts, with any password', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (password) => {
        const given = { ...withoutAddresses, ...parts, APP_PASSWORD: password, DATABASE_PORT: '5433' };
        const { DATABASE_URL } = readEnvironment(given);
        const { username, password: encoded, host, pathname } = new URL(DATABASE_URL);
        expect([username, decodeURIComponent(encoded), host, pathname]).toEqual([
          ...['anjie_app', password],
          ...['db.example:5433', '/anjie'],
        ]);
      }),
    );
    expect(readOwnerEnvironment({ ...parts, OWNER_USER: 'o@ops', OWNER_PASSWORD: '#/?@:%' })).toMatchObject({
      OWNER_DATABASE_URL: 'postgresql://o%40ops:%23%2F%3F%40%3A%25@db.example:5432/anjie',
      VAULT_DATABASE_URL: 'postgresql://anjie_vault:b@db.example:5432/anjie',
    });
  });

  it('takes a whole address before its parts', () => {
    expect(readEnvironment({ ...complete, ...parts }).DATABASE_URL).toBe(complete.DATABASE_URL);
  });

  it('puts the login of the mail server into its address, with any password', () => {
    const login = { SMTP_USER: 'office@zone', SMTP_PASSWORD: 'a#b/c?d@e:f%' };
    expect(readEnvironment({ ...complete, ...login }).SMTP_URL).toBe(
      'smtp://office%40zone:a%23b%2Fc%3Fd%40e%3Af%25@127.0.0.1:1025',
    );
    expect(problemsOf({ ...complete, SMTP_USER: 'x' })).toEqual([expect.stringContaining('SMTP_PASSWORD')]);
  });

  it('names a part that is missing', () => {
    const { APP_PASSWORD: _none, ...rest } = parts;
    expect(problemsOf({ ...withoutAddresses, ...rest })).toEqual([
      expect.stringMatching(/^APP_PASSWORD is missing/),
    ]);
  });

  it.each(['sec#ret', '12#34', 'sec/ret', '12/34', 'sec?ret', '12?34', 'sec%zzret', 's[e', 'a b#@x/y'])(
    'refuses an address with a password as %s that is not encoded, and tells nothing of it',
    (password) => {
      for (const name of ['DATABASE_URL', 'VAULT_DATABASE_URL', 'SMTP_URL']) {
        const address =
          name === 'SMTP_URL' ? 'smtp://me:P@mail.example:25' : 'postgresql://me:P@db.example:5432/anjie';
        const problems = problemsOf({ ...complete, [name]: address.replace('P', password) });
        if (password === 's[e' && problems.length === 0) continue;
        expect(problems).toEqual([expect.stringMatching(`^${name} cannot be read`)]);
        for (const part of password.split(/[#/?%[@ ]/).filter((each) => each.length > 1))
          expect(problems[0]).not.toContain(part);
      }
    },
  );

  it.each(['PUBLIC_URL', 'TEMPORAL_UI_URL'])('refuses %s that is no address of a page', (name) => {
    for (const value of ['anjie.example', 'ftp://anjie.example', 'https://', 'https://a b'])
      expect(problemsOf({ ...complete, [name]: value })).toEqual([
        expect.stringMatching(`^${name} cannot be`),
      ]);
  });

  describe('a secret in a file of its own', () => {
    const inFile = async (content: string) => {
      const file = join(await mkdtemp(join(tmpdir(), 'anjie-secret-')), 'secret');
      await writeFile(file, content);
      return file;
    };

    it('is read as it stands there, without the line break at its end', async () => {
      const { APP_PASSWORD: _none, ...rest } = parts;
      const given = { ...withoutAddresses, ...rest, APP_PASSWORD_FILE: await inFile(' a#b \n') };
      expect(readEnvironment(given).DATABASE_URL).toContain(`:${encodeURIComponent(' a#b ')}@`);
      const { VAULT_DATABASE_URL, ...other } = complete;
      const whole = { ...other, VAULT_DATABASE_URL_FILE: await inFile(`${VAULT_DATABASE_URL}\n`) };
      expect(readEnvironment(whole).VAULT_DATABASE_URL).toBe(VAULT_DATABASE_URL);
      const login = { SMTP_USER: 'office', SMTP_PASSWORD_FILE: await inFile('s\r\n') };
      expect(readEnvironment({ ...complete, ...login }).SMTP_URL).toBe('smtp://office:s@127.0.0.1:1025');
      const key = { TEMPORAL_API_KEY_FILE: await inFile('k\n') };
      expect(readEnvironment({ ...complete, ...key }).temporal.connection).toMatchObject({ apiKey: 'k' });
    });

    it('is refused where the variable is set as well, and where the file is missing or empty', async () => {
      const twice = {
        ...complete,
        SMTP_PASSWORD: 'x',
        SMTP_USER: 'y',
        SMTP_PASSWORD_FILE: await inFile('z'),
      };
      expect(problemsOf(twice)).toEqual([expect.stringContaining('SMTP_PASSWORD_FILE are both set')]);
      for (const file of ['/no/such/file', await inFile('\n')]) {
        const problems = problemsOf({
          ...withoutAddresses,
          ...parts,
          APP_PASSWORD: '',
          APP_PASSWORD_FILE: file,
        });
        expect(problems).toContainEqual(expect.stringMatching(/^APP_PASSWORD_FILE names a file that/));
        expect(problems.join()).not.toContain(file);
      }
    });
  });

  it('asks nothing of whoever runs npm start', () => {
    expect(readSetupEnvironment({})).toMatchObject({ ANJIE_HOME: '.anjie', API_PORT: 3000 });
  });
});
