/* Requests around what the description of the API says: some that fit, most that do not quite. */

export interface Shape {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly format?: string;
  readonly pattern?: string;
}

export interface Parameter {
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly name: string;
  readonly required?: boolean;
  readonly schema?: Shape;
}

export interface DescribedOperation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Shape }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface OddRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly payload?: string;
}

/** Numbers that follow from a seed. */
export class Dice {
  constructor(private state: number) {}

  /** A fraction of one (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  of<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() * choices.length)] as T;
  }
}

const uuid = '0198c000-0000-4000-8000-000000000000';
const oddWords = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    'null',
    'true',
    '[]',
    '{}',
    'constructor',
    '__proto__',
    "'; DROP TABLE x; --",
    '../..',
  ],
  ...['\u0000', '\u0007', '\u202e', '\ud800', 'ﷺ', '𠮷野家', '👩‍👩‍👧', 'a\u0301'.repeat(300), 'x'.repeat(3000)],
];
const words = [
  ...['具体情况', 'h1', 'exits', 'exits:2', 'site-plan', 'violation', 'web', 'clerk1', 'C-AAAAAAAAAA'],
  ...['BANK-000001', 'B-20261123-AAAAAA', 'JX-2026-0001', '2026-11', 'order10:art3', 'AAAA-AAAA-AAAA-AAAA-A'],
  ...['TO-2026-AAAAAAAA', 'land-use-permit', '91330400MA2B3C4D5E', '13800001111', 'jxedz', 'jxedz-safety'],
];
const oddHeaders: Readonly<Record<string, readonly string[]>> = {
  'idempotency-key': [
    '',
    'short',
    'with a space in it',
    'x'.repeat(300),
    'clé-accentuée',
    'key-that-fits-0001',
  ],
  'if-match': ['*', '12', '"abc"', '"99999999999"', 'W/"1"', '"1.abc"', '"1"'],
  'if-none-match': ['*', '"x", W/"y"', 'x'.repeat(2000), 'W/"3.abc"'],
  accept: ['text/csv', 'image/*', 'application/json;q=0', '*/*', 'nonsense'],
  'accept-language': ['en', 'zh;q=0', ';;;', 'x'.repeat(500)],
  'accept-encoding': ['gzip;q=0', 'nonsense'],
  'content-type': [
    '',
    'application/xml',
    'text/csv',
    'application/json; charset=utf-7',
    'multipart/form-data',
    'x/y/z',
  ],
  authorization: ['Basic eDp5', 'Bearer', 'Bearer x', `Bearer ${'A'.repeat(43)}`],
  cookie: ['anjie-session=x', `anjie-session=${'A'.repeat(43)}`, '=;=;', 'a'.repeat(3000)],
  origin: ['https://elsewhere.example', 'null', 'http://localhost:3000'],
  'x-forwarded-for': ['10.0.0.1', 'unknown, ::1'],
};
const brokenBodies = [
  ...[
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '1e400',
    '{"a":1}{',
    '\ufeff{}',
    '{"__proto__":{"a":1}}',
    '{"a":1,"a":2}',
  ],
  ...['['.repeat(5_000), JSON.stringify('x'.repeat(300_000)), '{"constructor":{"prototype":{}}}', '\u0000'],
];

export class OddRequests {
  constructor(
    private readonly shapes: Readonly<Record<string, Shape>>,
    private readonly dice: Dice,
    /** Words that mean something in this office, such as numbers of cases. */
    private readonly known: readonly string[],
  ) {}

  /** One request to an operation; `headers` are those of who sends it. */
  to(
    method: string,
    path: string,
    operation: DescribedOperation,
    headers: Record<string, string>,
  ): OddRequest {
    const { parameters = [], requestBody } = operation;
    const url = path.replace(/\{([^}]+)\}/g, (_, name: string) =>
      this.#segment(parameterOf(parameters, name)),
    );
    const query = this.#query(parameters.filter((each) => each.in === 'query'));
    const body = requestBody === undefined ? this.#strangeBody() : this.#body(requestBody.content);
    return {
      method: method.toUpperCase(),
      url: query === '' ? url : `${url}?${query}`,
      headers: { ...headers, ...body.headers, ...this.#headers(parameters) },
      ...(body.payload === undefined ? {} : { payload: body.payload }),
    };
  }

  #segment(parameter: Parameter | undefined): string {
    const { dice } = this;
    if (dice.chance(0.15))
      return dice.of(['%00', '%c0', '%', '%zz', '%2e%2e%2f', '%F0%9F%98%80', '%e4%bd%a0']);
    if (dice.chance(0.4)) return encodeURIComponent(dice.of(this.known));
    const word = dice.chance(0.5) ? this.#text(parameter?.schema ?? {}) : dice.of(oddWords);
    return wellFormed(word) === '' ? 'x' : encodeURIComponent(wellFormed(word));
  }

  #query(parameters: readonly Parameter[]): string {
    const { dice } = this;
    const fields = parameters
      .filter(({ required }) => dice.chance(required === true ? 0.8 : 0.3))
      .flatMap(({ name, schema = {} }) => {
        const value = dice.chance(0.5) ? this.#value(schema) : dice.of(oddWords);
        const text = `${name}=${encodeURIComponent(wellFormed(asText(value)))}`;
        return dice.chance(0.1) ? [text, text] : [text];
      });
    if (dice.chance(0.1))
      fields.push(
        dice.of(['stranger=1', '__proto__=1', 'a[b]=1', '%00=1', '%ff', '=', '&&', 'x'.repeat(3000)]),
      );
    return fields.join('&');
  }

  #headers(parameters: readonly Parameter[]): Record<string, string> {
    const { dice } = this;
    const usual = {
      'idempotency-key': `odd-${Math.floor(dice.next() * 1e12)}`,
      'if-match': dice.of(['"1"', '"2"', '"3"', '"4"']),
    };
    const asked = Object.entries(usual).filter(([name]) => parameters.some((each) => each.name === name));
    const headers = Object.fromEntries(asked.filter(() => dice.chance(0.95)));
    if (dice.chance(0.35)) {
      const name = dice.of(Object.keys(oddHeaders));
      headers[name] = dice.of(oddHeaders[name] ?? ['']);
    }
    return headers;
  }

  #body(content: Readonly<Record<string, { readonly schema: Shape }>>): Body {
    const { dice } = this;
    const type = dice.of(Object.keys(content));
    const { schema = {} } = content[type] ?? {};
    if (dice.chance(0.15)) return { headers: { 'content-type': type }, payload: dice.of(brokenBodies) };
    if (type.startsWith('multipart/')) return this.#form();
    const value = this.#value(schema);
    const payload = type === 'application/json' ? JSON.stringify(value) : asText(value);
    return { headers: { 'content-type': type }, payload };
  }

  /** A body where none is asked for. */
  #strangeBody(): Body {
    return this.dice.chance(0.1)
      ? { headers: { 'content-type': 'application/json' }, payload: '{"a":1}' }
      : { headers: {} };
  }

  #form(): Body {
    const { dice } = this;
    const field = (name: string, value: string) =>
      `--odd\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const file = (content: string) =>
      `--odd\r\ncontent-disposition: form-data; name="file"; filename="${dice.of(['a.png', '../x', '', '名'])}"\r\ncontent-type: image/png\r\n\r\n${content}\r\n`;
    const parts = [
      dice.of([
        '',
        field('code', 'AAAA-AAAA-AAAA-AAAA-A'),
        field('material', dice.of(words)),
        field('x'.repeat(300), 'y'),
      ]),
      dice.of([
        '',
        file(''),
        file('%PDF-1.7\n%%EOF\n'),
        file('<svg/>'),
        file('x'.repeat(100_000)),
        file('a') + file('b'),
      ]),
      dice.of(['--odd--\r\n', '--odd--\r\n', '--odd--\r\n', '', '--other--']),
    ];
    return { headers: { 'content-type': 'multipart/form-data; boundary=odd' }, payload: parts.join('') };
  }

  /** A value that mostly fits a schema. */
  #value(shape: Shape, depth = 0): unknown {
    const { dice } = this;
    if (depth > 12) return null;
    if (dice.chance(0.04)) return dice.of<unknown>([null, 0, '', [], {}, true, 1e300, -1, ...oddWords]);
    const { $ref, const: only, enum: listed, anyOf, oneOf, allOf } = shape;
    if ($ref !== undefined) return this.#value(this.shapes[$ref.split('/').at(-1) ?? ''] ?? {}, depth + 1);
    if (only !== undefined) return only;
    if (listed) return dice.of(listed);
    const branches = anyOf ?? oneOf ?? allOf;
    if (branches) return this.#value(dice.of(branches), depth + 1);
    if (shape.properties) return this.#object(shape, depth);
    switch (shape.type) {
      case 'array':
        return Array.from({ length: (shape.minItems ?? 0) + dice.of([0, 1, 2]) }, () =>
          this.#value(shape.items ?? {}, depth + 1),
        );
      case 'integer':
      case 'number': {
        const { minimum = 0, maximum = 9 } = shape;
        return dice.of([minimum, minimum + 1, maximum, maximum + 1, minimum - 1, 0.5, 2 ** 53]);
      }
      case 'boolean':
        return dice.chance(0.5);
      case 'null':
        return null;
      case 'object':
        return {};
      default:
        return this.#text(shape);
    }
  }

  #object({ properties = {}, required = [] }: Shape, depth: number): object {
    const { dice } = this;
    const fields = Object.entries(properties).filter(([name]) =>
      dice.chance(required.includes(name) ? 0.97 : 0.5),
    );
    const value = Object.fromEntries(fields.map(([name, shape]) => [name, this.#value(shape, depth + 1)]));
    return dice.chance(0.03) ? { ...value, [dice.of(['stranger', '王小明', 'constructor'])]: 1 } : value;
  }

  #text({ format, pattern, maxLength = 0 }: Shape): string {
    const { dice } = this;
    if (dice.chance(0.1)) return dice.of([...oddWords, '长'.repeat(maxLength), '长'.repeat(maxLength + 1)]);
    if (format === 'uuid') return dice.of([uuid, ...this.known]);
    if (format === 'date')
      return dice.of(['2026-11-25', '2026-02-30', '1948-12-31', '9999-12-31', '0001-01-01', '0000-01-01']);
    if (format === 'date-time')
      return dice.of([
        ...[
          '2026-11-25T02:00:00Z',
          '2026-11-25T02:00:00+08:00',
          '2026-02-30T02:00:00Z',
          '2016-12-31T23:59:60Z',
        ],
        ...[
          '0000-01-01T00:00:00Z',
          '9999-12-31T23:59:59-14:00',
          '9999-12-31T23:59:59Z',
          '2026-11-25t02:00:00z',
        ],
      ]);
    const known = [...this.known, ...words];
    const fitting =
      pattern === undefined ? known : known.filter((word) => new RegExp(pattern, 'u').test(word));
    return fitting.length > 0 ? dice.of(fitting) : dice.of(words);
  }
}

interface Body {
  readonly headers: Record<string, string>;
  readonly payload?: string;
}

function parameterOf(parameters: readonly Parameter[], name: string): Parameter | undefined {
  return parameters.find((each) => each.in === 'path' && each.name === name);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** A lone half of a character cannot stand in an address. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/g, '');
}
