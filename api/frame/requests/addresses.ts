/** Which methods there are at which address: for a request that matches no route, whether another method would. */
export class Addresses {
  readonly #known = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  /** @param url as a route has it, such as `/api/cases/:number` or `/docs/static/*` */
  add(url: string, methods: string | readonly string[]): void {
    const address = this.#known.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const method of [methods].flat()) address.methods.add(method);
    this.#known.set(url, address);
  }

  /** The methods of the most literal address that matches the path; none where there is no such address. */
  methodsAt(url: string): string[] {
    const [path = ''] = url.split('?');
    const found = [...this.#known].filter(([, { pattern }]) => pattern.test(path));
    const [nearest] = found.sort(([a], [b]) => openParts(a) - openParts(b));
    return nearest === undefined ? [] : [...nearest[1].methods].sort();
  }
}

function openParts(url: string): number {
  return url.split('/').filter((part) => part.startsWith(':') || part.includes('*')).length;
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '.*');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
