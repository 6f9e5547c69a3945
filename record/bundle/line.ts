import type { CaseEvent, EventBody } from '../../domain/case/case-event';
import { caseTypes } from '../../domain/cases/catalogue';
import { canonicalJson, type JsonObject } from '../../domain/json';
import { sealIn } from '../vault/family-seal';
import type { Depth } from '../../domain/case/case-type-def';
import { isShown, issuedBody } from '../reading/shown-lines';
import { without } from '../reading/step-reading';
import type { BundledLine } from './form';

/** What is known of a line beside its event. */
export interface LineSurroundings {
  readonly depth: Depth;
  readonly byEnterprise: boolean;
  /** The cases that the bundle holds. */
  readonly caseIds: ReadonlySet<string>;
}

/**
 * A line of a record as far as a reader may have it: whole, cut, or nothing of it. An enterprise has whole what it
 * wrote itself and what the system did; of what officers did it has what is issued to it, without who they are.
 */
export function bundledEvent(
  event: CaseEvent,
  { depth, byEnterprise, caseIds }: LineSurroundings,
): Pick<BundledLine, 'event' | 'cut'> {
  if (depth !== 'issued') return { event };
  const { body, actor, seq, at } = event;
  const ownPaper = body.kind === 'paper-added' && byEnterprise;
  if (!ownPaper && !isShown(body, depth)) return {};
  const shown = bodyShown(body, caseIds);
  const byOfficer = actor.kind === 'staff' && !byEnterprise;
  if (!byOfficer && saysTheSame(shown, body)) return { event };
  const seal = body.kind === 'decided' ? sealIn(body.detail) : null;
  // A seal names every case of the family: for those who see all of them.
  const told = seal?.heads.every(({ caseId }) => caseIds.has(caseId)) ? { detail: { seal } } : {};
  return {
    cut: { seq, at, actor: byOfficer ? { kind: 'staff' } : { ...actor }, body: { ...shown, ...told } },
  };
}

function bodyShown(body: EventBody, caseIds: ReadonlySet<string>): JsonObject {
  if (body.kind !== 'opened') return issuedBody(body);
  const parentTold = body.parent === null || caseIds.has(body.parent.caseId);
  const input = without(body.input, caseTypes[body.caseType].keptInside);
  return { ...without(body, parentTold ? [] : ['parent']), input };
}

/** A field that is null tells nothing, whether it is there or left out. */
function saysTheSame(shown: JsonObject, body: EventBody): boolean {
  const said = (object: object) =>
    canonicalJson(Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null)));
  return said(shown) === said(body);
}
