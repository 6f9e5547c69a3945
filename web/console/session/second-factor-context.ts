import { createContext, useContext } from 'react';

/** Asks whoever is there for a code of their second factor. */
export interface SecondFactor {
  /** Resolves to whether a code was taken; false where they gave up. */
  readonly askForCode: () => Promise<boolean>;
}

export const SecondFactorContext = createContext<SecondFactor>({ askForCode: async () => false });

export function useSecondFactor(): SecondFactor {
  return useContext(SecondFactorContext);
}
