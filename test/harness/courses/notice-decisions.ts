import { shanghaiDate } from '../../../domain/time/calendar';
import type { Body, Standing, Usual } from './usual-decisions';

const says = (body: Body) => () => body;
const dayOf = ({ openedAt }: Standing) => shanghaiDate(openedAt.toISOString());
const hazards = [{ item: 'h1', grade: 'general', clause: 'exits:2', description: '通道堵塞' }];

/** Inspections and bad records of firms on an uneventful day. */
export const noticeDecisions: Readonly<Record<string, Usual>> = {
  'inspection/plan': {
    by: (cast) => cast.lead,
    body: (waiting) => ({
      verdict: 'planned',
      visitOn: dayOf(waiting),
      unannounced: false,
      scope: '查阅台账',
    }),
  },
  'inspection/approval': {
    by: (cast) => cast.chief,
    body: (_, { lead, companion }) => ({
      verdict: 'approved',
      lead: lead.personId,
      companion: companion.personId,
    }),
  },
  'inspection/notice': {
    by: (cast) => cast.lead,
    body: says({ verdict: 'notified', message: '请准备台账' }),
  },
  'inspection/visit': {
    by: (cast) => cast.lead,
    body: (waiting) => ({ verdict: 'problems', visitedOn: dayOf(waiting), hazards }),
  },
  'inspection/co-signature': { by: (cast) => cast.companion, body: says({ verdict: 'signed' }) },
  'inspection/result': {
    by: (cast) => cast.lead,
    body: says({ verdict: 'told', message: '详见整改指令书' }),
  },
  'notice/receipt': { by: (cast) => cast.firm, body: says({ verdict: 'read' }) },
  'notice/service': {
    by: (cast) => cast.policyEditor,
    // The proof lies in the file under the id of its case.
    body: (waiting) => ({
      ...{ verdict: 'served', way: 'post', servedOn: dayOf(waiting) },
      papers: [waiting.caseId],
    }),
    before: async ({ desk, cast }, { number, caseId }) => {
      const paper = { id: caseId, digest: '送达回证', mediaType: 'image/jpeg', bytes: 1 };
      const request = { number, paper, material: null, idempotency: null } as const;
      const added = await desk.addPaper({ ...request, actor: cast.policyEditor });
      if (!added.ok) throw new Error(added.refusal.code);
    },
  },
  'credit-repair/notice': {
    by: (cast) => cast.legal,
    body: (waiting) => ({ verdict: 'served', way: 'in-person', servedOn: dayOf(waiting) }),
  },
  'credit-repair/application': {
    by: (cast) => cast.firm,
    body: says({ verdict: 'applied', commitment: '依法经营', performance: '罚款已缴清' }),
  },
  'credit-repair/check': {
    by: (cast) => cast.legal,
    body: says({ verdict: 'met', findings: '已核实' }),
  },
  'credit-repair/decision': { by: (cast) => cast.deputy, body: says({ verdict: 'repaired' }) },
  'credit-repair/showing': {
    by: (cast) => cast.deputy,
    body: says({ verdict: 'revoked', reason: '处罚决定已撤销' }),
  },
};
