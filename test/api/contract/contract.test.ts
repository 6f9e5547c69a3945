import { buildApp } from '../../../api/app';
import { problems } from '../../../api/contract/problem-codes';
import { openMetrics, serveMetrics } from '../../../api/frame/request-metrics';
import { caseTypes, steps } from '../../../domain/cases/catalogue';
import { freePort } from '../../../setup/parts/ports';
import { refusalCodes } from '../../../domain/refusal';
import { openOffice, type Office } from '../kit/office';

interface Schema {
  readonly $ref?: string;
  readonly items?: Schema;
  readonly type?: string;
}

interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly 'x-summary'?: unknown;
  readonly security?: readonly object[];
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: unknown }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: Schema }> }>;
}

interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly tags: readonly {
    readonly name: string;
    readonly description: string;
    readonly 'x-title': unknown;
  }[];
  readonly components: {
    readonly schemas: Record<string, object>;
    readonly securitySchemes: { readonly cookie: { readonly name: string } };
  };
}

let office: Office;
let described: Description;
let operations: { readonly method: string; readonly path: string; readonly operation: Operation }[];

beforeAll(async () => {
  office = await openOffice();
  described = (await office.as(null).get('/openapi.json')).body as Description;
  expect(described.openapi).toBe('3.1.0');
  operations = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
});
afterAll(() => office.close());

/**
 * Writes that are no work to be kept: logging in, looking up, trying out, a file whose lines are the keys, and what is
 * the same when it is said twice.
 */
const withoutKey = [
  'log-in',
  'log-out',
  'change-password',
  'enrol-second-factor',
  'confirm-second-factor',
  'show-code',
  'renew-recovery-codes',
  'end-session',
  'choose-channels',
  'acknowledge',
  'save-draft',
  'drop-draft',
  'receipt',
  'preview-calendar',
  'preview-publication',
  'preview-policy',
  'bank-returns',
  'codec-decode',
  'codec-preflight',
];

describe('the description', () => {
  it('has nothing at the address of a case type but its single cases, and what stands under its own heading', () => {
    const headings = new Map<string, string>();
    for (const { address, title } of Object.values(caseTypes)) headings.set(address, title.en);
    const strangers = operations.filter(({ path, operation }) => {
      const [, collection = '', below] = path.split('/').slice(1);
      const heading = headings.get(collection);
      return heading !== undefined && below !== '{number}' && !operation.tags?.includes(heading);
    });
    expect(strangers.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('has a route for every step that staff decide', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    for (const { id, role } of steps.values()) {
      const route = `decide-${id.replaceAll('/', '-')}`;
      expect(ids.includes(route)).toBe(role !== 'reporter');
    }
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refuses unknown fields in every body', () => {
    const bodies = operations.flatMap(({ path, operation }) =>
      Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => ({
        path,
        open: openObjects(whole(schema)),
      })),
    );
    expect(bodies.length).toBeGreaterThan(30);
    expect(bodies.filter(({ path, open }) => open.length > 0 && path !== '/codec/decode')).toEqual([]);
  });

  it('asks for an Idempotency-Key on every write', () => {
    const missing = operations.filter(
      ({ method, operation }) =>
        method !== 'get' &&
        !withoutKey.includes(operation.operationId ?? '') &&
        operation.parameters?.some(({ name, required }) => name === 'idempotency-key' && required) !== true,
    );
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  it('tells of every request that may bring a body what becomes of one that cannot be read', () => {
    const untold = operations.filter(
      ({ method, operation: { responses } }) =>
        method !== 'get' && !['400', '413', '415'].every((status) => status in responses),
    );
    expect(untold.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('names every shape that is handed in or answered as JSON', () => {
    const nameless = operations.flatMap(({ path, operation }) =>
      [operation.requestBody, ...Object.values(operation.responses)].flatMap((part) => {
        const schema = part?.content?.['application/json']?.schema as Schema | undefined;
        return schema === undefined || isNamed(schema) ? [] : [`${path}: ${JSON.stringify(schema)}`];
      }),
    );
    expect(nameless).toEqual([]);
    expect(Object.keys(described.components.schemas)).toEqual(
      expect.arrayContaining([
        ...['CaseReading', 'StepReading', 'RecordLine', 'PaperLine', 'CaseAnswer', 'CaseListLine'],
        ...['WorklistLine', 'WorklistLinePage', 'Problem', 'Session', 'Person', 'Publication'],
        ...['Decide_TipOff_Acceptance', 'Decide_Payout_BankReturn', 'Open_Project', 'Act_RequestExtension'],
      ]),
    );
  });

  it('puts every operation under one heading, which it declares and explains in both languages', () => {
    const bilingual = {
      zh: expect.stringMatching(/\p{Script=Han}/u),
      en: expect.stringMatching(/^\P{Script=Han}+$/u),
    };
    for (const { name, description, ...extensions } of described.tags)
      expect([name, description, extensions]).toEqual([
        name,
        bilingual.en,
        { 'x-title': bilingual, 'x-description': bilingual },
      ]);
    const declared = described.tags.map(({ name }) => name);
    expect(new Set(declared).size).toBe(declared.length);
    for (const { operation } of operations) {
      expect([operation.operationId, operation.tags]).toEqual([
        operation.operationId,
        [expect.stringMatching(new RegExp(`^(${declared.join('|')})$`))],
      ]);
      expect([operation.summary, operation['x-summary']]).toEqual([bilingual.en, bilingual]);
    }
    const used = new Set(operations.flatMap(({ operation }) => operation.tags));
    expect(declared.filter((name) => !used.has(name))).toEqual([]);
  });

  it('glues no two languages into one title', () => {
    const glued: string[] = [];
    const look = (node: unknown, pointer: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, inner] of Object.entries(node)) {
        if (['title', 'summary', 'description'].includes(key) && /\p{Script=Han}/u.test(String(inner)))
          glued.push(`${pointer}/${key}: ${String(inner)}`);
        look(inner, `${pointer}/${key}`);
      }
    };
    look(described.paths, '');
    look(described.components, '');
    expect(glued).toEqual([]);
  });

  it('names the cookie as it is set, which depends on how the office is reached', async () => {
    expect(described.components.securitySchemes.cookie.name).toBe('anjie-session');
    const app = await buildApp({
      ...office.parts,
      metrics: openMetrics(),
      settings: { ...office.parts.settings, publicUrl: 'https://anjie.example.gov.cn' },
    });
    await app.ready();
    const overHttps = app.swagger() as unknown as Description;
    expect(overHttps.components.securitySchemes.cookie.name).toBe('__Host-anjie-session');
    await app.close();
  });

  it('tells of every route what it answers, and of every refusal the status', () => {
    for (const { path, operation } of operations) {
      expect([path, Object.keys(operation.responses).length > 0]).toEqual([path, true]);
      if (path.startsWith('/api/')) expect([path, '503' in operation.responses]).toEqual([path, true]);
    }
  });

  it('lists every code under /problems', async () => {
    const { body } = await office.as(null).get('/problems');
    const codes = (body as { code: string }[]).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining([...refusalCodes]));
    expect((await office.as(null).get('/problems/case-moved')).body).toMatchObject({ status: 412 });
    expect((await office.as(null).get('/problems/no-such-code')).body.code).toBe('route-not-found');
  });
});

describe('the fence', () => {
  it('lets nobody in who is not logged in', async () => {
    const guarded = operations.filter(({ operation }) => (operation.security ?? []).length > 0);
    expect(guarded.length).toBeGreaterThan(30);
    for (const { method, path } of guarded) {
      const url = path.replace(/\{[^}]+\}/g, 'TO-2026-AAAAAAAA');
      const answer = await office.app.inject({
        method: method.toUpperCase() as 'POST',
        url,
        ...(method === 'get' ? {} : { payload: {} }),
      });
      expect([path, answer.statusCode]).toEqual([path, 401]);
    }
  });

  it('is not built with a route that declares no access', async () => {
    const app = await buildApp({ ...office.parts, metrics: openMetrics() });
    expect(() => app.get('/forgotten', () => ({}))).toThrow('declares no access');
    await app.close();
  });
});

describe('answers to what cannot be read', () => {
  it('are problems with a pointer for each field', async () => {
    const answer = await office
      .as('clerk1')
      .post('/api/tip-offs', { reporterKind: 'anonymous', channel: 'web', extra: 1, category: 'violation' });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ type: '/problems/form-invalid', code: 'form-invalid' });
    const pointers = (answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort();
    expect(pointers).toEqual(['/channel', '/extra', '/receivedOn', '/text']);
  });

  it('speak Chinese, or English to whom asks for it', async () => {
    const told = async (language: string | null) => {
      const { body, headers } = await office
        .as('clerk1')
        .get('/api/cases/TO-2026-AAAAAAAA', language === null ? {} : { 'accept-language': language });
      expect(headers['vary']).toContain('Accept-Language');
      return [body.title, body.detail, headers['content-language']];
    };
    const zh = ['案件不存在', '案件不存在', 'zh-CN'];
    const en = ['No such case', 'No such case', 'en'];
    expect(await told(null)).toEqual(zh);
    expect(await told('zh-CN,zh;q=0.9,en;q=0.8')).toEqual(zh);
    expect(await told('fr, *;q=0.5')).toEqual(zh);
    expect(await told('en-GB,en;q=0.9,zh;q=0.8')).toEqual(en);
    expect(await told('zh;q=0.2, en;q=0.7')).toEqual(en);
    const both = { zh: zh[0], en: en[0] };
    expect(problems['case-not-found']).toMatchObject(both);
    expect((await office.as(null).get('/problems/case-not-found')).body.title).toEqual(both);
  });

  it('name a field that is not known, and none that may be somebody’s', async () => {
    const pointers = async (extra: object) =>
      (await office.as(null).post('/api/session', { login: 'x', password: 'x', ...extra })).body.errors;
    expect(await pointers({ captcha: 1 })).toMatchObject([
      { pointer: '/captcha', detail: 'is not known here' },
    ]);
    for (const name of ['王小明', '13800001111', 'li@post.example'])
      expect(await pointers({ [name]: 1 })).toMatchObject([
        { pointer: '', detail: 'holds a field that is not known here' },
      ]);
  });

  it('coerce nothing and fill in nothing', async () => {
    const numbers = await office.as(null).post('/api/session', { login: ['clerk1'], password: 5 });
    expect((numbers.body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual([
      '/login',
      '/password',
    ]);
    expect((await office.as(null).post('/api/session', { login: null, password: 'x' })).status).toBe(400);
  });

  it('name broken JSON, the wrong type, too much, and no such address', async () => {
    const raw = (payload: string, type: string) =>
      office.app.inject({ method: 'POST', url: '/api/session', payload, headers: { 'content-type': type } });
    const codeOf = (answer: { body: string }) => (JSON.parse(answer.body) as { code: string }).code;
    expect(codeOf(await raw('{"login":', 'application/json'))).toBe('body-malformed');
    expect(codeOf(await raw('{"__proto__":{"a":1}}', 'application/json'))).toBe('body-malformed');
    expect(codeOf(await raw('<login/>', 'application/xml'))).toBe('media-type-unsupported');
    expect(codeOf(await raw(JSON.stringify({ login: 'x'.repeat(300_000) }), 'application/json'))).toBe(
      'body-too-large',
    );
    expect((await office.as(null).get('/nowhere')).body.code).toBe('route-not-found');
    expect((await office.as(null).get('/%c0')).body.code).toBe('body-malformed');
  });

  it('survive characters that no database takes', async () => {
    const nul = await office.as(null).post('/api/session', { login: 'a\u0000b', password: 'x' });
    expect(nul.status).toBeLessThan(500);
    const cursor = Buffer.from(JSON.stringify(['work', '2026-01-01T00:00:00.000Z', 'x', 'a\u0000'])).toString(
      'base64url',
    );
    expect((await office.as('clerk1').get(`/api/worklist?cursor=${cursor}`)).body.code).toBe(
      'cursor-invalid',
    );
    expect((await office.as('clerk1').get('/api/cases?cursor=nonsense')).body.code).toBe('cursor-invalid');
  });
});

describe('for those who run it', () => {
  it('says that it lives, and that it is ready although Temporal is away', async () => {
    expect((await office.as(null).get('/healthz')).body).toEqual({ status: 'ok' });
    expect((await office.as(null).get('/readyz')).body).toEqual({
      status: 'ready',
      database: true,
      engine: false,
      faults: ['engine-away'],
    });
  });

  it('counts by route and never by case, on a port of its own that is this machine’s; not where people come in', async () => {
    const port = await freePort();
    const server = await serveMetrics(office.parts.metrics!, { host: '127.0.0.1', port });
    await office.as('clerk1').get('/api/cases/TO-2026-AAAAAAAA');
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toContain('anjie_http_requests_total{method="GET",route="/api/cases/:number"');
    expect(text).not.toMatch(/TO-20\d\d/);
    expect((await fetch(`http://127.0.0.1:${port}/api/session`)).status).toBe(404);
    server.close();
    expect((await office.as(null).get('/metrics')).status).toBe(404);
    expect((await office.as('operator').get('/metrics')).status).toBe(404);
  });

  it('serves its description as a page without anything from outside', async () => {
    const page = await office.as(null).get('/docs');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/(src|href)="https?:/);
    expect(String(page.headers['content-security-policy'])).toContain("script-src 'self'");
    const scripts = [...page.text.matchAll(/src="([^"]+)"/g)].map(([, src = '']) =>
      src.replace(/^\.\//, '/'),
    );
    expect(scripts.length).toBeGreaterThan(0);
    for (const src of scripts) expect((await office.as(null).get(src)).status).toBe(200);
  });

  it('opens payloads for the Temporal UI, to operators only, and for no other page', async () => {
    const payloads = { payloads: [{ metadata: { encoding: 'anNvbi9wbGFpbg==' }, data: 'e30=' }] };
    const ui = { origin: 'http://localhost:8233' };
    expect((await office.as(null).post('/codec/decode', payloads, ui)).body.code).toBe('not-logged-in');
    expect((await office.as('chief').post('/codec/decode', payloads, ui)).body.code).toBe('role-missing');
    const opened = await office.as('operator').post('/codec/decode', payloads, ui);
    expect(opened.body).toEqual(payloads);
    expect(opened.headers['access-control-allow-origin']).toBe(ui.origin);
    expect(
      (await office.as('operator').post('/codec/decode', payloads, { origin: 'https://elsewhere.example' }))
        .status,
    ).toBe(403);
    const preflight = await office.app.inject({ method: 'OPTIONS', url: '/codec/decode', headers: ui });
    expect([preflight.statusCode, preflight.headers['access-control-allow-credentials']]).toEqual([
      204,
      'true',
    ]);
  });
});

/** Whether a client finds the shape by its name: the shape itself, or a list of such. */
function isNamed({ $ref, type, items }: Schema): boolean {
  return $ref !== undefined || type === 'null' || (items !== undefined && isNamed(items));
}

/** A schema with what its references stand for. */
function whole(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(whole);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, ...rest } = schema as Schema;
  const name = $ref?.replace('#/components/schemas/', '') ?? '';
  const inner = { ...rest, ...described.components.schemas[name] };
  return Object.fromEntries(Object.entries(inner).map(([key, value]) => [key, whole(value)]));
}

/** Pointers of the objects in a schema that would take an unknown field. */
function openObjects(schema: unknown, pointer = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Record<string, unknown>;
  const open =
    node['type'] === 'object' && node['additionalProperties'] === undefined && !('oneOf' in node)
      ? [pointer]
      : [];
  return [
    ...open,
    ...Object.entries(node).flatMap(([key, inner]) => openObjects(inner, `${pointer}/${key}`)),
  ];
}
