import type { CaseEvent, EventBody } from '../../domain/case/case-event';
import { caseTypeNames, stepDef } from '../../domain/cases/catalogue';
import type { JsonObject } from '../../domain/json';
import { stepOfKey } from '../../domain/case/step';
import {
  beginsUntold,
  isIssuedLine,
  issuedWith,
  stepsIssuing,
} from '../../domain/moves/enterprise-visibility';
import { Prisma } from '../../prisma/generated/client';
import type { Database } from '../store/database';
import type { Depth } from '../../domain/case/case-type-def';
import { without, withoutPersons } from './step-reading';
import type { Vault } from '../vault/vault';

/* Which lines of a record a reader is shown, and what of them, by the depth to which they look into the case. */

/** Whether a reader of this depth is shown a line at all. */
export function isShown(body: EventBody, depth: Depth): boolean {
  return depth !== 'issued' || isIssuedLine(body);
}

/** The same rule as {@link isShown} for a reader of the depth `issued`, as a condition on `record_event e`. */
export function issuedLines(): Prisma.Sql {
  const step = Prisma.sql`array_to_string((string_to_array(split_part(e.key, '#', 1), '/'))[1:2], '/')`;
  const ofSteps = (['step', 'decision'] as const).map(
    (how) => Prisma.sql`(${ofKind(how)} AND ${step} = ANY(${[...stepsIssuing(how)]}::text[]))`,
  );
  const child = Prisma.sql`coalesce(e.body->>'caseType', split_part(split_part(e.key, '#', 1), '/', 2))`;
  const untold = caseTypeNames.filter(beginsUntold);
  return Prisma.sql`(${Prisma.join(
    [
      ofKind('always'),
      ...ofSteps,
      Prisma.sql`(${ofKind('child')} AND NOT ${child} = ANY(${untold}::text[]))`,
      Prisma.sql`(${ofKind('material')} AND e.body->>'material' IS NOT NULL)`,
    ],
    ' OR ',
  )})`;
}

function ofKind(how: (typeof issuedWith)[EventBody['kind']]): Prisma.Sql {
  const kinds = Object.entries(issuedWith).flatMap(([kind, with_]) => (with_ === how ? [kind] : []));
  return Prisma.sql`e.kind = ANY(${kinds}::text[])`;
}

/** What of a line that is shown to an enterprise it may read: no names, and nothing of how the bureau works. */
export function issuedBody(body: EventBody): JsonObject {
  const plain = without(body, ['assignee', 'standingInFor', 'binds', 'detail', 'unit']);
  switch (body.kind) {
    case 'opened':
      return without(plain, ['takeOver', 'before']);
    case 'decided':
    case 'decided-before':
      // Of a step of before, a firm reads what was decided, as it would have read it then.
      return {
        ...without(plain, ['by', 'openedAt', 'clock', 'promise']),
        facts: withoutPersons(stepDef(stepOfKey(body.key)), body.verdict, body.facts),
      };
    case 'child-closed':
      return without(plain, ['facts']);
    case 'paper-added':
      // An enterprise sees that a paper is in the file, not what it is: that is the bureau's own.
      return without(plain, [
        ...['paperId', 'digest', 'mediaType', 'bytes'],
        ...['original', 'held', 'damaged', 'scan', 'found'],
      ]);
    default:
      return plain;
  }
}

export type TextsBySeq = ReadonlyMap<number, { readonly [field: string]: string }>;

/** The texts of a case by seq, opened with its key, as far as the depth goes. */
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

/** Whether a text is the reporter's: fields of forms are JSON pointers, what the reporter wrote has plain names. */
function isReportersOwn(field: string): boolean {
  return !field.startsWith('/');
}

/**
 * The texts of an event that a reader of this depth is shown. Why the bureau ended a case, reopened it or intervened
 * early is its own affair.
 */
export function textsShown(
  { seq, body }: CaseEvent,
  depth: Depth,
  texts: TextsBySeq,
): { [field: string]: string } {
  const inside = !('key' in body) || body.kind === 'fact-recorded';
  const all = { ...texts.get(seq) };
  if (depth !== 'issued') return all;
  if (inside) return {};
  // Where a reason was written for those who wait, they get that one, not the office's own.
  return '/told' in all ? { '/told': all['/told'] } : all;
}
