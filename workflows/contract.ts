import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { caseTypes, type CaseType } from '../domain/case-type';

/** What the world outside knows of the workflows. Random ids and fixed words only, nothing of any person. */
export const taskQueue = 'anjie-cases';

/** All that a workflow starts from; everything else is in the record. Its workflow id is the case's number. */
export interface ConductInput {
  readonly caseId: string;
}

/** A wake-up: the record has grown to `seq`. It decides nothing, so nobody can approve anything by sending it. */
export const wakeSignal = 'wake';

export const searchAttributes = {
  caseType: defineSearchAttributeKey('CaseType', SearchAttributeType.KEYWORD),
  stage: defineSearchAttributeKey('Stage', SearchAttributeType.KEYWORD),
  unit: defineSearchAttributeKey('Unit', SearchAttributeType.KEYWORD),
  dueAt: defineSearchAttributeKey('DueAt', SearchAttributeType.DATETIME),
  overdue: defineSearchAttributeKey('Overdue', SearchAttributeType.BOOL),
};

/** One line for the list of workflows; at most 200 bytes. */
export function staticSummary(caseType: CaseType, number: string): string {
  const { zh, en } = caseTypes[caseType].title;
  return `${zh} ${en.toLowerCase()} ${number}`;
}
