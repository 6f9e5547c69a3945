import { isDeepStrictEqual } from 'node:util';
import { shapeName, withinItself } from './shapes';

type Shapes = Record<string, unknown>;

/**
 * The shapes that carry a name, each once: a client that generates its types finds each of them under its name, and
 * where one is used a reference stands. They are taken out before the description is written, since it would
 * otherwise be written with each of them as often as it is used.
 */
export class NamedShapes {
  /** By name, without what belongs to the field that uses them. */
  readonly all: Shapes = {};
  /** Shapes share their parts, so that each part is looked at once. */
  readonly #seen = new Map<object, unknown>();

  /**
   * The same schema, with the bare name in the place of each named shape.
   * @throws Error where two different shapes carry the same name
   */
  setAside<Part>(schema: Part): Part {
    return this.#without(schema) as Part;
  }

  #without(node: unknown): unknown {
    if (typeof node !== 'object' || node === null) return node;
    const known = this.#seen.get(node);
    if (known !== undefined) return known;
    const bare = Array.isArray(node) ? node.map((each) => this.#without(each)) : this.#bare(node);
    this.#seen.set(node, bare);
    return bare;
  }

  #bare(node: object): object {
    const own: Shapes = Object.fromEntries(
      Object.entries(node).map(([key, inner]) => [key, this.#without(inner)]),
    );
    // The title is that of the field that uses the shape, not of the shape.
    const { [shapeName]: name, title, 'x-title': xTitle, ...shape } = own;
    if (typeof name !== 'string') return own;
    if (withinItself in own) return { [shapeName]: name };
    // The description is that of the answer, too, which has to have one.
    const { description } = shape;
    if (name in this.all && !isDeepStrictEqual(this.all[name], shape))
      throw new Error(`two shapes are named ${name}`);
    this.all[name] = shape;
    const ofField = title === undefined ? {} : { title, 'x-title': xTitle };
    return { [shapeName]: name, ...(description === undefined ? {} : { description }), ...ofField };
  }
}

/** The same, with a reference in the place of each bare name. */
export function withReferences<Part>(described: Part): Part {
  return referring(described) as Part;
}

function referring(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(referring);
  if (typeof node !== 'object' || node === null) return node;
  const { [shapeName]: name, ...rest } = node as Shapes;
  if (typeof name !== 'string')
    return Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, referring(inner)]));
  const { description: _, ...ofField } = rest;
  return { $ref: `#/components/schemas/${name}`, ...ofField };
}
