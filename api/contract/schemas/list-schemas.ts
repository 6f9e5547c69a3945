import { Type } from 'typebox';
import { OneOf } from '../../../domain/case/form';
import type { WorkLine } from '../../../record/reading/lists/work';
import { Bilingual, CaseTypeWord, Instant, Named, Nullable, PageOf, strict } from '../shapes';
import { Promised, StandsStill } from './case-schemas';

/* Cases, and what waits in them, as they are listed. */

/** What a line of a list is called. */
export const WhatItIs = {
  label: Nullable(Type.String({ description: 'name of the project that it belongs to' })),
  matter: Nullable(Type.String({ description: 'code of the matter that is applied for' })),
  subject: Nullable(Bilingual),
};

export const WorkPage = PageOf('WorklistLine', {
  number: Type.String(),
  caseType: CaseTypeWord,
  ...WhatItIs,
  firm: Nullable(
    Type.String({ description: 'the firm that it is about, for who reads the decisions of the case' }),
  ),
  seq: Type.Integer(),
  unit: Type.String(),
  stage: Type.String(),
  step: Type.String(),
  title: Bilingual,
  key: Type.String(),
  assignee: Nullable(Type.String()),
  level: Type.Integer(),
  openedAt: Instant,
  dueAt: Nullable(Instant),
  usedPercent: Nullable(
    Type.Integer({
      description: 'how much of its time is gone, pauses left out; above 100 once it is overdue',
    }),
  ),
  promisedAt: Promised,
  overdue: Type.Boolean(),
  pause: Nullable(StandsStill),
  reason: OneOf<WorkLine['reason']>(
    { zh: '排序理由', en: 'Why it stands where it stands in the order by share' },
    {
      overdue: { zh: '已逾期', en: 'It is overdue' },
      share: { zh: '按用时比例', en: 'By the share of its time that is gone' },
      pause: { zh: '时限中止', en: 'Its time stands still' },
    },
  ),
});

const Waiting = Type.Integer({ minimum: 0 });

export const CountsSchema = Named(
  'Counts',
  Type.Object(
    {
      mine: Type.Object(
        {
          open: Waiting,
          overdue: Waiting,
          dueToday: Waiting,
          paused: Waiting,
          requests: Waiting,
          messages: Waiting,
        },
        strict,
      ),
      caseTypes: Type.Array(Type.Object({ caseType: CaseTypeWord, open: Waiting }, strict)),
      steps: Type.Array(Type.Object({ step: Type.String(), title: Bilingual, open: Waiting }, strict)),
    },
    strict,
  ),
);

export const RequestPage = PageOf('RequestLine', {
  number: Type.String(),
  caseType: CaseTypeWord,
  ...WhatItIs,
  seq: Type.Integer(),
  unit: Type.String(),
  answer: Type.String({ description: 'the act that answers it' }),
  step: Nullable(Type.String()),
  title: Nullable(Bilingual),
  line: Type.Integer({ description: 'seq of the line that asks' }),
  askedAt: Instant,
  dueAt: Nullable(Instant),
});

export const CasePage = PageOf('CaseListLine', {
  number: Type.String(),
  caseType: CaseTypeWord,
  ...WhatItIs,
  seq: Type.Integer(),
  unit: Type.String(),
  stage: Type.String(),
  outcome: Nullable(Type.String()),
  openedAt: Instant,
  movedAt: Instant,
  closedAt: Nullable(Instant),
  dueAt: Nullable(Instant),
  promisedAt: Promised,
  overdue: Type.Boolean(),
  waitsFor: Type.Array(
    Type.Object(
      {
        step: Type.String(),
        title: Bilingual,
        assignee: Nullable(Type.String()),
        pause: Nullable(StandsStill),
      },
      strict,
    ),
  ),
  waitsForCases: Type.Array(Type.Object({ number: Type.String(), caseType: CaseTypeWord }, strict), {
    description: 'open child cases',
  }),
});
