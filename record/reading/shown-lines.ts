import type { CaseEvent, EventBody } from '../../domain/case/case-event';
import { stepDef, steps } from '../../domain/cases/catalogue';
import type { JsonObject } from '../../domain/json';
import { issuedOf, stepOfKey } from '../../domain/case/step';
import { Prisma } from '../../prisma/generated/client';
import type { Database } from '../store/database';
import type { Depth } from '../../domain/case/case-type-def';
import { without, withoutPersons } from './step-reading';
import type { Vault } from '../vault/vault';

/* What of the lines of a record a reader is shown, by the depth to which they look into the case. */

/** How lines of each kind are issued to the enterprise: with their step, with the decision of it, always, or never. */
const issuedWith: Record<EventBody['kind'], 'step' | 'decision' | 'always' | 'never'> = {
  opened: 'always',
  'policy-pinned': 'always',
  closed: 'always',
  reopened: 'always',
  decided: 'decision',
  'step-opened': 'step',
  'clock-superseded': 'step',
  'extension-requested': 'step',
  'extension-refused': 'step',
  'pause-requested': 'step',
  'pause-refused': 'step',
  // The bureau's own affairs: who handles it, what was noted, who was reminded.
  'rung-fired': 'never',
  assigned: 'never',
  'child-opened': 'never',
  'child-closed': 'never',
  'effect-asked': 'never',
  'effect-done': 'never',
  'fact-recorded': 'never',
  noted: 'never',
  'withdrawal-requested': 'never',
  'withdrawal-refused': 'never',
  'paper-added': 'never',
};

/** Whether a reader of this depth is shown a line at all. */
export function isShown(body: EventBody, depth: Depth): boolean {
  if (depth !== 'issued') return true;
  const issued = issuedWith[body.kind];
  if (issued === 'always' || issued === 'never') return issued === 'always';
  return issuingSteps(issued).includes('key' in body ? stepOfKey(body.key) : '');
}

/** The same rule as {@link isShown} for a reader of the depth `issued`, as a condition on `record_event e`. */
export function issuedLines(): Prisma.Sql {
  const step = Prisma.sql`array_to_string((string_to_array(split_part(e.key, '#', 1), '/'))[1:2], '/')`;
  return Prisma.sql`(e.kind = ANY(${kindsIssued('always')}::text[])
    OR (e.kind = ANY(${kindsIssued('step')}::text[]) AND ${step} = ANY(${issuingSteps('step')}::text[]))
    OR (e.kind = ANY(${kindsIssued('decision')}::text[]) AND ${step} = ANY(${issuingSteps('decision')}::text[])))`;
}

function kindsIssued(how: 'step' | 'decision' | 'always'): string[] {
  return Object.entries(issuedWith).flatMap(([kind, with_]) => (with_ === how ? [kind] : []));
}

function issuingSteps(what: 'step' | 'decision'): string[] {
  return [...steps.values()].flatMap((def) => {
    const issued = issuedOf(def);
    return issued === 'open' || (issued === 'decided' && what === 'decision') ? [def.id] : [];
  });
}

/** What of a line that is shown to an enterprise it may read: no names, and nothing of how the bureau works. */
export function issuedBody(body: EventBody): JsonObject {
  const plain = without(body, ['assignee', 'standingInFor', 'binds', 'detail', 'unit']);
  return body.kind === 'decided'
    ? { ...plain, facts: withoutPersons(stepDef(stepOfKey(body.key)), body.verdict, body.facts) }
    : plain;
}

export type TextsBySeq = ReadonlyMap<number, { readonly [field: string]: string }>;

/** Texts by seq, opened with the key of the case, as far as the depth goes. */
export async function textsFor(
  { db, vault }: { readonly db: Database; readonly vault: Vault },
  caseId: string,
  depth: Depth,
): Promise<TextsBySeq> {
  const texts = new Map<number, Record<string, string>>();
  if (depth === 'bare') return texts;
  const rows = await db.$queryRaw<{ seq: number; field: string; ciphertext: Uint8Array }[]>`
    SELECT seq, field, ciphertext FROM anjie.sealed_text WHERE case_id = ${caseId}::uuid`;
  if (rows.length === 0) return texts;
  const key = await vault.keyOf(caseId);
  for (const { seq, field, ciphertext } of rows) {
    if (isReportersOwn(field) && depth !== 'words') continue;
    const ofSeq = texts.get(seq) ?? {};
    ofSeq[field] = key.openText(seq, field, ciphertext);
    texts.set(seq, ofSeq);
  }
  return texts;
}

/** Fields of forms are JSON pointers; what the reporter wrote stands under plain names. */
function isReportersOwn(field: string): boolean {
  return !field.startsWith('/');
}

/** What of an event's texts a reader of this depth is shown. Why the bureau ended a case, or took it up again, is its own affair. */
export function textsShown(
  { seq, body }: CaseEvent,
  depth: Depth,
  texts: TextsBySeq,
): { [field: string]: string } {
  return depth === 'issued' && !('key' in body) ? {} : { ...texts.get(seq) };
}
