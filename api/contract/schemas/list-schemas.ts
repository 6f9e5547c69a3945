import { Type } from 'typebox';
import { Bilingual, CaseTypeWord, Instant, Nullable, PageOf, strict } from '../shapes';
import { Promised, StandsStill } from './case-schemas';

/* Cases, and what waits in them, as they are listed. */

/** What a line of a list is called. */
const WhatItIs = {
  label: Nullable(Type.String({ description: 'name of the project that it belongs to' })),
  matter: Nullable(Type.String({ description: 'code of the matter that is applied for' })),
};

export const WorkPage = PageOf('WorklistLine', {
  number: Type.String(),
  caseType: CaseTypeWord,
  ...WhatItIs,
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
  promisedAt: Promised,
  overdue: Type.Boolean(),
  pause: Nullable(StandsStill),
});

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
