/**
 * The names of the case types. Each type adds its own where it is defined (`domain/cases/<type>/case-type.ts`),
 * by declaring it a member of this interface; the catalogue then does not compile until it holds the type.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface CaseTypes {}

export type CaseType = keyof CaseTypes;
