import type { Static } from 'typebox';
import type { CaseAnswerSchema, CaseReadingSchema } from '../../../api/contract/schemas/case-schemas';
import type {
  CasePage,
  CountsSchema,
  RequestPage,
  WorkPage,
} from '../../../api/contract/schemas/list-schemas';
import type { MessagePage } from '../../../api/contract/schemas/message-schemas';
import type {
  DemoAccountsSchema,
  EnterpriseSchema,
  Person,
  SignedInSchema,
  UnitLine,
} from '../../../api/contract/schemas/people-schemas';

/* What the API answers, by its own schemas: they take the place of a generated client. */

export type SignedIn = Static<typeof SignedInSchema>;
export type DemoAccounts = Static<typeof DemoAccountsSchema>;
export type DemoAccount = DemoAccounts['accounts'][number];
export type CaseReading = Static<typeof CaseReadingSchema>;
export type CaseAnswer = Static<typeof CaseAnswerSchema>;
export type StepReading = CaseReading['steps'][number];
export type RecordLine = CaseReading['record'][number];
export type WorkPageOf = Static<typeof WorkPage>;
export type WorkLine = WorkPageOf['items'][number];
export type Counts = Static<typeof CountsSchema>;
export type RequestPageOf = Static<typeof RequestPage>;
export type RequestLine = RequestPageOf['items'][number];
export type MessagePageOf = Static<typeof MessagePage>;
export type MessageLine = MessagePageOf['items'][number];
export type CasePageOf = Static<typeof CasePage>;
export type CaseLine = CasePageOf['items'][number];
export type PersonLine = Static<typeof Person>;
export type Firm = Static<typeof EnterpriseSchema>;
export type Unit = Static<typeof UnitLine>;
