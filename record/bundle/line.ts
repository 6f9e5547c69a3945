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
 * The part of a line that a reader may have: all, some or nothing. An enterprise has all of what it wrote itself and of
 * what the system did; of what officers did it has what is issued to it, without who they are.
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
  // A seal names every case of the family, so only readers of all of them may have it.
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

/** Whether nothing was left out: a field that is null says as much as one that is missing. */
function saysTheSame(shown: JsonObject, body: EventBody): boolean {
  const said = (object: object) =>
    canonicalJson(Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null)));
  return said(shown) === said(body);
}
