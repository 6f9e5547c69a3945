/** Which methods there are at which address: for a request that matches no route, whether another method would. */
export class Addresses {
  readonly #known = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  /** @param url as a route has it, such as `/api/cases/:number` or `/docs/static/*` */
  add(url: string, methods: string | readonly string[]): void {
    const address = this.#known.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const method of [methods].flat()) address.methods.add(method);
    this.#known.set(url, address);
  }

  methodsAt(url: string): string[] {
    const [path = ''] = url.split('?');
    const methods = [...this.#known.values()].flatMap((address) =>
      address.pattern.test(path) ? [...address.methods] : [],
    );
    return [...new Set(methods)].sort();
  }
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '.*');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
