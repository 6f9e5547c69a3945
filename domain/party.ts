export const parties = ['pause', 'bureau', 'third-body', 'enterprise', 'reporter'] as const;

/** Who had the time. 'pause': nobody, for a lawful reason. */
export type Party = (typeof parties)[number];
