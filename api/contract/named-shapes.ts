import { isDeepStrictEqual } from 'node:util';
import { shapeName } from './shapes';

type Shapes = Record<string, unknown>;

/**
 * Moves every shape that carries a name to one list, and leaves a reference where it stood: a client that
 * generates its types finds each of them once, under its name.
 * @throws Error where two different shapes carry the same name
 */
export function hoistNamedShapes<Part>(described: Part): {
  readonly described: Part;
  readonly shapes: Shapes;
} {
  const shapes: Shapes = {};
  const hoist = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(hoist);
    if (typeof node !== 'object' || node === null) return node;
    const { [shapeName]: name, ...rest } = node as Shapes;
    const own = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, hoist(inner)]));
    if (typeof name !== 'string') return own;
    // The title is that of the field that uses the shape, not of the shape.
    const { title, 'x-title': xTitle, ...shape } = own;
    if (name in shapes && !isDeepStrictEqual(shapes[name], shape))
      throw new Error(`two shapes are named ${name}`);
    shapes[name] = shape;
    const $ref = `#/components/schemas/${name}`;
    return title === undefined ? { $ref } : { $ref, title, 'x-title': xTitle };
  };
  return { described: hoist(described) as Part, shapes };
}
