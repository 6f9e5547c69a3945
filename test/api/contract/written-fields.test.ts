import { randomUUID } from 'node:crypto';
import { writtenFormats } from '../../../domain/text/formats';
import { openOffice, type Office } from '../kit/office';
import { enterprise, handIn } from '../kit/story';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

type Shape = Readonly<Record<string, unknown>>;
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly schema: Shape }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Shape }>> };
}

const bounds = ['enum', 'const', 'pattern', 'contentEncoding'];
const formats = ['uuid', 'date', 'date-time', 'email', 'binary', ...Object.keys(writtenFormats)];
/** Compared with what this system gave out, and never kept. */
const handedOut = ['cursor', 'if-none-match', 'idempotency-key', 'if-match'];

/** Where a shape takes any string at all. */
function bareStrings(
  shape: Shape,
  at: string,
  shapes: Readonly<Record<string, Shape>>,
  seen: readonly string[],
): string[] {
  const ref = shape['$ref'] as string | undefined;
  if (ref !== undefined) {
    const name = ref.split('/').at(-1) ?? '';
    return seen.includes(name) ? [] : bareStrings(shapes[name] ?? {}, at, shapes, [...seen, name]);
  }
  const isJudged = bounds.some((bound) => bound in shape) || formats.includes(String(shape['format']));
  const own = shape['type'] === 'string' && !isJudged ? [at] : [];
  const inside = (['properties', 'patternProperties'] as const).flatMap((key) =>
    Object.entries((shape[key] ?? {}) as Record<string, Shape>).flatMap(([field, inner]) =>
      bareStrings(inner, `${at}/${field}`, shapes, seen),
    ),
  );
  const branches = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => (shape[key] ?? []) as Shape[]);
  const items = shape['items'] === undefined ? [] : [shape['items'] as Shape];
  return [
    ...own,
    ...inside,
    ...[...branches, ...items].flatMap((inner) => bareStrings(inner, at, shapes, seen)),
  ];
}

it('no form, address or query takes a bare string: each says what its text or code is', () => {
  const { paths, components } = office.app.swagger() as unknown as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, Shape>> };
  };
  // Sealed payloads come to be opened, and go back; none is kept.
  const kept = Object.entries(paths).filter(([path]) => !path.startsWith('/codec/'));
  const bare = kept.flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { parameters = [], requestBody }]) => [
      ...parameters
        .filter(({ name }) => !handedOut.includes(name))
        .flatMap(({ name, schema }) =>
          bareStrings(schema, `${method} ${path} ${name}`, components.schemas, []),
        ),
      // A table is judged cell by cell.
      ...Object.entries(requestBody?.content ?? {})
        .filter(([type]) => type !== 'text/csv')
        .flatMap(([, { schema }]) => bareStrings(schema, `${method} ${path}`, components.schemas, [])),
    ]),
  );
  expect(bare).toEqual([]);
});

describe('what a person filled in wrongly', () => {
  it('is told by field and character, in words of both languages', async () => {
    const tip = { reporterKind: 'anonymous', channel: 'web', category: 'violation' };
    const answer = await office.as(null).post('/api/public/tip-offs', { ...tip, text: '精密\u0000铸件' });
    expect([answer.status, answer.body.code]).toEqual([400, 'form-invalid']);
    expect(answer.body.errors).toContainEqual({
      pointer: '/text',
      detail: 'character 3 is U+0000, a control character, which is not taken',
      words: {
        zh: '第3个字符 U+0000 不被接受:控制字符',
        en: 'character 3 is U+0000, a control character, which is not taken',
      },
    });
  });

  it('is never kept nor a fault of ours: the name of a project with what no database keeps', async () => {
    for (const name of ['精密\u0000铸件', '精密\ud842铸件', '精密\ufffe铸件']) {
      const project = { projectType: 'low-risk-plant', enterpriseId: enterprise, name };
      const answer = await office.as('project1').post('/api/projects', project);
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer: '/name' }));
    }
  });
});

describe('codes that people copy', () => {
  const asCopied = (code: string) => `\u200E${[...code].join('\u200B')}\u202C`;

  it('open the reporter’s own case, with what copying adds, and count as no wrong try', async () => {
    const { code } = await handIn(office);
    // After ten wrong tries an address is stopped.
    for (let round = 0; round < 12; round++) {
      const answer = await office.as(null).post('/api/public/receipt', { code: asCopied(code) });
      expect(answer.status).toBe(200);
    }
  });

  it('name a case, in whatever width and with whatever hyphens', async () => {
    const { number } = await handIn(office);
    const typed = encodeURIComponent(number.toLowerCase().replaceAll('-', '－'));
    expect((await office.as('clerk1').get(`/api/cases/${typed}`)).body.number).toBe(number);
  });

  it('are taken in full width: telephone and identity number of a reporter', async () => {
    const identity = {
      name: '王小明',
      phone: '１３８ ００００ １１１１',
      idNumber: '１１０１０５１９４９１２３１００２ｘ',
    };
    await handIn(office, { identity });
    const wrong = { ...identity, idNumber: '110105194912310021' };
    await expect(handIn(office, { identity: wrong })).rejects.toThrow('校验位');
  });

  it('may come with a weak tag of the case', async () => {
    const { number } = await handIn(office);
    const headers = { 'if-match': 'W/"1"', 'idempotency-key': randomUUID() };
    const answer = await office
      .as('clerk1')
      .send('POST', `/api/tip-offs/${number}/acceptance`, { verdict: 'nonsense' }, headers);
    expect(answer.body.code).toBe('verdict-not-possible');
  });
});
