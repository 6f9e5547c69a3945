export const parties = ['pause', 'bureau', 'third-body', 'enterprise', 'reporter'] as const;

/** Who is charged with a stretch of time. `pause`: nobody, on a ground of the law. */
export type Party = (typeof parties)[number];
