import { buildApp } from '../../../api/app';
import { steps } from '../../../domain/cases/catalogue';
import { refusalCodes } from '../../../domain/refusal';
import { openOffice, type Office } from '../kit/office';

interface Operation {
  readonly operationId?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: unknown }> };
  readonly responses: Record<string, unknown>;
}

let office: Office;
let operations: { readonly method: string; readonly path: string; readonly operation: Operation }[];

beforeAll(async () => {
  office = await openOffice();
  const { body } = await office.as(null).get('/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  operations = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
});
afterAll(() => office.close());

/** Writes that are no work to be kept: logging in, looking up, trying out, and a file whose lines are the keys. */
const withoutKey = [
  'log-in',
  'log-out',
  'receipt',
  'reward-preview',
  'preview-calendar',
  'preview-publication',
  'preview-policy',
  'bank-returns',
  'codec-decode',
  'codec-preflight',
];

describe('the description', () => {
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
        open: openObjects(schema),
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
    const app = await buildApp(office.parts);
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

  it('name a field that is not known, and none that may be somebody’s', async () => {
    const pointers = async (extra: object) =>
      (await office.as(null).post('/api/session', { login: 'x', password: 'x', ...extra })).body.errors;
    expect(await pointers({ captcha: 1 })).toEqual([{ pointer: '/captcha', detail: 'is not known here' }]);
    for (const name of ['王小明', '13800001111', 'li@post.example'])
      expect(await pointers({ [name]: 1 })).toEqual([
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
    });
  });

  it('counts by route and never by case, for this machine or an operator', async () => {
    const metrics = await office.as(null).get('/metrics');
    expect(metrics.text).toContain('anjie_http_requests_total');
    expect(metrics.text).not.toMatch(/TO-20\d\d/);
    const outside = (headers = {}) =>
      office.app.inject({ url: '/metrics', remoteAddress: '10.0.0.9', headers });
    expect((await outside()).statusCode).toBe(403);
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
