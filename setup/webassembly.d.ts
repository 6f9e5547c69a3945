// Node has WebAssembly; the type packages for it declare it only together with a browser's whole library.
declare namespace WebAssembly {
  type Exports = Record<string, unknown>;
  type Imports = Record<string, unknown>;
  function instantiate(bytes: Uint8Array, imports: Imports): Promise<{ instance: { exports: Exports } }>;
}
