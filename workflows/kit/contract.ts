import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { caseTypes } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import type { Title } from '../../domain/role';

/** What other programs know of the workflows. Random ids and fixed words only, nothing of any person. */
export const taskQueue = 'anjie-cases';

/** All that a workflow is started with; everything else is in the record. Its workflow id is the case's number. */
export interface ConductInput {
  readonly caseId: string;
  /** What the case is about, for operators: the engine lets a run that continues another have no static summary. */
  readonly about?: string;
}

/**
 * The name of a wake-up by a sender who does not know what has happened: the record has grown to `seq`. Other wake-ups
 * are named by what has happened, and a workflow takes any name. A name decides nothing, so nobody can approve anything
 * by sending one.
 */
export const wakeSignal = 'wake';

export const searchAttributes = {
  caseType: defineSearchAttributeKey('CaseType', SearchAttributeType.KEYWORD),
  stage: defineSearchAttributeKey('Stage', SearchAttributeType.KEYWORD),
  /** Code of the approval matter, for cases that are about one. */
  matter: defineSearchAttributeKey('Matter', SearchAttributeType.KEYWORD),
  unit: defineSearchAttributeKey('Unit', SearchAttributeType.KEYWORD),
  dueAt: defineSearchAttributeKey('DueAt', SearchAttributeType.DATETIME),
  /** The committed limit 承诺时限 beside it, for cases that have one. */
  promisedAt: defineSearchAttributeKey('PromisedAt', SearchAttributeType.DATETIME),
  overdue: defineSearchAttributeKey('Overdue', SearchAttributeType.BOOL),
};

/** The summary of a workflow in the list: its type, number, and subject where that is known. At most 200 bytes. */
export function staticSummary(caseType: CaseType, number: string, subject: Title | null = null): string {
  const { zh, en } = caseTypes[caseType].title;
  const plain = `${zh} ${en.toLowerCase()} ${number}`;
  if (subject === null) return plain;
  const said = [`${subject.zh} ${subject.en} · ${plain}`, `${subject.zh} · ${plain}`];
  return said.find((words) => utf8Bytes(words) <= 200) ?? plain;
}

function utf8Bytes(text: string): number {
  return [...text].reduce((sum, character) => {
    const code = character.codePointAt(0) ?? 0;
    return sum + (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
  }, 0);
}
