// Node has WebAssembly, but its types come only with the library of a browser.
declare namespace WebAssembly {
  type Exports = Record<string, unknown>;
  type Imports = Record<string, unknown>;
  function instantiate(bytes: Uint8Array, imports: Imports): Promise<{ instance: { exports: Exports } }>;
}
