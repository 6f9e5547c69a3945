import type { OfficeEvent } from './office-event';
import type { RuleRevision } from './rule-revision';

/** A revision that is not what was published. */
interface RuleFault extends Pick<RuleRevision, 'rules' | 'revision'> {
  /** The line that says what was published; 0 where none does. */
  readonly seq: number;
  readonly fault: 'rules-differ' | 'rules-missing' | 'rules-unrecorded';
}

/** Revisions that are other than their lines say, that are gone, or that no line speaks of. */
export function rulesBeyondRecord(
  events: readonly OfficeEvent[],
  revisions: readonly RuleRevision[],
): RuleFault[] {
  const recorded = new Map<string, RuleRevision & { readonly seq: number }>();
  for (const { seq, body } of events) {
    // A revision is published once: a second line about it counts for nothing.
    if (body.kind === 'rules-published' && !recorded.has(nameOf(body)))
      recorded.set(nameOf(body), { ...body, seq });
  }
  const standing = new Set(revisions.map(nameOf));
  const gone = [...recorded.values()].filter((each) => !standing.has(nameOf(each)));
  return [
    ...revisions.flatMap(({ rules, revision, digest }) => {
      const line = recorded.get(nameOf({ rules, revision }));
      if (line?.digest === digest) return [];
      const fault = line === undefined ? ('rules-unrecorded' as const) : ('rules-differ' as const);
      return [{ rules, revision, seq: line?.seq ?? 0, fault }];
    }),
    ...gone.map(({ rules, revision, seq }) => ({ rules, revision, seq, fault: 'rules-missing' as const })),
  ];
}

function nameOf({ rules, revision }: Pick<RuleRevision, 'rules' | 'revision'>): string {
  return `${rules}/${revision}`;
}
