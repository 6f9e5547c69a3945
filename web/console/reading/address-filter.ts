/** A filter as it stands in the address. */
export type AddressFilter<Name extends string> = { readonly [N in Name]?: string };

/** Reads a filter of these names out of an address; what is no filter of the page is left out. */
export function addressFilter<Name extends string>(names: readonly Name[]) {
  return (search: Readonly<Record<string, unknown>>): AddressFilter<Name> => {
    const given = names.flatMap((name) => {
      const value = search[name];
      const text = typeof value === 'string' ? value : simpleText(value);
      return text === '' ? [] : [[name, text] as const];
    });
    return Object.fromEntries(given) as AddressFilter<Name>;
  };
}

/** The router reads `2026` and `true` as what they look like. */
function simpleText(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
