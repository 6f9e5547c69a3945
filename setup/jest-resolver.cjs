'use strict';

/**
 * The generated Prisma client names its own files with `.js`, as Node will find them after compilation.
 * Here they are TypeScript still.
 */
module.exports = (path, options) =>
  options.defaultResolver(
    options.basedir.includes('/prisma/generated') && path.startsWith('.') ? path.replace(/\.js$/, '') : path,
    options,
  );
