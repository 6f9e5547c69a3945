'use strict';

/**
 * The generated Prisma client imports its own files as `.js`, their names after compilation. Jest loads them
 * before compilation, as `.ts`.
 */
module.exports = (path, options) =>
  options.defaultResolver(
    options.basedir.includes('/prisma/generated') && path.startsWith('.') ? path.replace(/\.js$/, '') : path,
    options,
  );
