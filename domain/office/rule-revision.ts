/** A revision of law or calendar, with the digest of all that it says. */
export interface RuleRevision {
  readonly rules: 'policy' | 'calendar';
  readonly revision: number;
  readonly digest: string;
}
