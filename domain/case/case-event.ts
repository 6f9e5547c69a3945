import type { JsonObject } from '../json';
import type { Title } from '../role';
import type { PolicyPin } from '../law/policy-pin';
import type { Instant, PlainDate } from '../time/calendar';
import type { Clock } from '../time/clock-state';
import type { RungAudience } from '../time/limit';
import type { CaseType } from './case-type';

export interface ParentLink {
  readonly caseId: string;
  /** Key of the child in the parent's record. */
  readonly key: string;
}

/** A matter that ran before the office kept its cases here, as the old register has it. */
export type TakeOver = {
  readonly source: string;
  readonly registerNo: string;
  readonly receivedOn: PlainDate;
};

/** A decision that was taken before the case was taken over: not here, and perhaps by nobody whom the office knows. */
export type PastDecision = {
  readonly step: string;
  /** Of parallel steps or child cases, which one: as the matter of an approval item. */
  readonly part?: string;
  readonly verdict: string;
  readonly facts: JsonObject;
  readonly on: PlainDate;
  /** The natural persons of the office who took it, as far as they are known. */
  readonly by: readonly string[];
  readonly documentNo?: string;
  /** What was approved then, whatever today's rules would come to. */
  readonly amountFen?: number;
  /** Digest of the account that a claim named. */
  readonly payee?: string;
};

/** Time that an open step was granted before the case was taken over. */
export type PastTime = {
  readonly step: string;
  readonly part?: string;
  /** When it truly began, where that is not the day of the last decision before it. */
  readonly startedOn?: PlainDate;
  /** In the unit of its limit. */
  readonly extendedBy: number;
  readonly pauses: readonly {
    readonly ground: string;
    readonly from: PlainDate;
    /** Its last day. */
    readonly to: PlainDate;
  }[];
};

/** What a case that was taken over begins with. */
export type Before = {
  /** When the matter truly began. */
  readonly since: Instant;
  /** Of a child case: when that did, as far as the parent's decisions say. */
  readonly began?: Instant;
  readonly decided: readonly PastDecision[];
  readonly granted: readonly PastTime[];
  /** Of a child case: who vouches for what was decided before. */
  readonly vouchers?: readonly string[];
};

/** An effect on the world that the record asks for. Carried out by an activity, at most once in outcome. */
export type Effect = {
  readonly kind: 'mail';
  readonly template: MailTemplate;
  readonly to: MailAudience;
  readonly about?: StepRef;
};

/** The step that a mail is about. `rung` is the rung that fell due, `pause` the index of the pause, from 0. */
export interface StepRef {
  readonly key: string;
  readonly rung?: string;
  readonly pause?: number;
}

export const mailTemplates = [
  'rung',
  'order-issued',
  'proof-returned',
  'extension-answered',
  'pause-answered',
  'request-waits',
  'case-withdrawn',
  'time-extended',
  'start-corrected',
  'decision-taken',
  'time-paused',
  'time-resumed',
  'inspection-notice',
  'inspection-result',
  'repair-notice',
  'notice-published',
  'notice-unserved',
  'officer-filed',
  'officer-returned',
  'officer-vacant',
  'officer-expired',
  'officer-reviewed',
  'step-waits',
  'expert-invited',
  'expert-answered',
  'danger-seen',
  'wardens-missing',
  'hazard-handed-over',
  'fund-short',
  'award-unpaid',
  'works-uncertified',
  'certificate-lapses',
] as const;
export type MailTemplate = (typeof mailTemplates)[number];

/** Who receives a mail: the holder of a step, the holders of an office, or the enterprise of the case. Never a reporter. */
export type MailAudience =
  | { readonly kind: 'step'; readonly key: string }
  | {
      readonly kind: 'office';
      readonly office: Exclude<RungAudience, 'assignee' | 'reporter' | 'enterprise'>;
    }
  | { readonly kind: 'enterprise' };

export type EventBody =
  | {
      readonly kind: 'opened';
      readonly caseType: CaseType;
      readonly number: string;
      readonly zone: string;
      readonly unit: string;
      readonly policy: PolicyPin;
      readonly procedureVersion: number;
      readonly input: JsonObject;
      readonly parent: ParentLink | null;
      readonly takeOver?: TakeOver;
      readonly before?: Before;
      /** Persons for whom whoever enters a take-over stood in on that day: they may not agree to it either. */
      readonly binds?: readonly string[];
    }
  | {
      readonly kind: 'step-opened';
      readonly key: string;
      readonly step: string;
      readonly assignee: string | null;
      readonly level: number;
      readonly clock: Clock;
      readonly promise?: Clock;
      /** Rungs that an earlier round of the same clock has fired already. */
      readonly fired: readonly string[];
    }
  | {
      readonly kind: 'decided';
      readonly key: string;
      readonly verdict: string;
      readonly facts: JsonObject;
      readonly detail?: JsonObject;
      /** SHA-256 over the sealed texts of this decision, salted; the texts themselves stand sealed beside the record. */
      readonly textDigest?: string;
      readonly standingInFor?: string;
      /**
       * Other persons whom the decision binds: everybody for whom the decider stood in on that day, also where the step
       * was not assigned to them.
       */
      readonly binds?: readonly string[];
    }
  | {
      /** A step that was decided before the case was taken over, on its true day and with the time that it took. */
      readonly kind: 'decided-before';
      readonly key: string;
      readonly step: string;
      readonly verdict: string;
      readonly facts: JsonObject;
      readonly detail?: JsonObject;
      readonly openedAt: Instant;
      readonly on: PlainDate;
      readonly clock: Clock;
      readonly promise?: Clock;
      /** Who counts as having decided it: those who did, or who vouches for it where nobody knows them. */
      readonly by: readonly string[];
      readonly documentNo?: string;
    }
  | {
      /** Rungs that lay before the take-over: they never fire. */
      readonly kind: 'rungs-passed';
      readonly key: string;
      readonly rungs: readonly { readonly id: string; readonly at: Instant }[];
    }
  | {
      readonly kind: 'rung-fired';
      readonly key: string;
      readonly openedSeq: number;
      readonly rung: string;
      readonly clockVersion: number;
      readonly dueAt: Instant;
      readonly late: boolean;
    }
  | {
      readonly kind: 'clock-superseded';
      readonly key: string;
      readonly cause: ClockCause;
      readonly clock: Clock;
      readonly promise?: Clock;
      readonly textDigest?: string;
    }
  | {
      /** The case goes over to the law of another day or revision. */
      readonly kind: 'policy-pinned';
      readonly policy: PolicyPin;
    }
  | {
      readonly kind: 'extension-requested';
      readonly key: string;
      readonly byValue: number;
      /** Persons for whom the requester stood in on that day: they may not answer the request either. */
      readonly binds?: readonly string[];
      readonly textDigest?: string;
    }
  | { readonly kind: 'extension-refused'; readonly key: string; readonly textDigest?: string }
  | {
      readonly kind: 'pause-requested';
      readonly key: string;
      readonly ground: string;
      readonly days: number;
      readonly binds?: readonly string[];
      readonly textDigest?: string;
    }
  | { readonly kind: 'pause-refused'; readonly key: string; readonly textDigest?: string }
  | {
      readonly kind: 'start-correction-requested';
      readonly key: string;
      /** The day from which the limit should have been counted. */
      readonly on: string;
      readonly binds?: readonly string[];
      readonly textDigest?: string;
    }
  | { readonly kind: 'start-correction-refused'; readonly key: string; readonly textDigest?: string }
  | {
      readonly kind: 'assigned';
      readonly key: string;
      readonly assignee: string | null;
      readonly previous: string | null;
      readonly textDigest?: string;
    }
  | {
      readonly kind: 'child-opened';
      readonly key: string;
      readonly caseType: CaseType;
      readonly caseId: string;
      readonly number: string;
      /** A reopening at an earlier step does not supersede it. */
      readonly stands?: true;
    }
  | {
      readonly kind: 'child-closed';
      readonly key: string;
      readonly outcome: string;
      readonly facts: JsonObject;
    }
  | {
      /**
       * A child case that had ended was reopened: what followed from its end is superseded, and the parent waits for it
       * again.
       */
      readonly kind: 'child-reopened';
      readonly key: string;
    }
  | { readonly kind: 'effect-asked'; readonly key: string; readonly effect: Effect }
  | { readonly kind: 'effect-done'; readonly key: string; readonly result: EffectResult }
  | {
      readonly kind: 'fact-recorded';
      readonly key: string;
      readonly facts: JsonObject;
      readonly textDigest?: string;
      /** Other persons whom it binds, as with a decision. */
      readonly binds?: readonly string[];
    }
  | {
      readonly kind: 'noted';
      readonly textDigest: string;
      /** Of what a reporter handed in: the keyed hash of the receipt code that opens this case, and no other. */
      readonly receipt?: string;
    }
  | {
      readonly kind: 'paper-added';
      readonly paperId: string;
      /** Keyed hash of the content. */
      readonly digest: string;
      readonly mediaType: string;
      readonly bytes: number;
      /** What the paper is in a list of materials, e.g. `site-plan`. */
      readonly material?: string;
      /** Keyed hash of the file as it was sent, where what people open is a cleaned copy of it. */
      readonly original?: string;
      /** It could not be cleaned, so it may tell who made it: opened only after two persons have agreed. */
      readonly held?: true;
      /** It came cut short or broken; what could be read of it is shown. */
      readonly damaged?: true;
      /** What the scanner said when it came; without it no scanner was set up. */
      readonly scan?: 'passed' | 'waiting' | 'found';
      /** The scanner's name of what it found. */
      readonly found?: string;
    }
  | {
      /** A paper that waited for the scanner was scanned. */
      readonly kind: 'paper-scanned';
      readonly paperId: string;
      readonly found: string | null;
    }
  | {
      /** Somebody asks that a paper is opened that could not be cleaned. */
      readonly kind: 'original-requested';
      readonly paperId: string;
      readonly textDigest: string;
      readonly binds?: readonly string[];
    }
  | {
      readonly kind: 'original-answered';
      readonly paperId: string;
      readonly grant: boolean;
      readonly textDigest: string;
    }
  | {
      readonly kind: 'closed';
      readonly outcome: string;
      readonly facts: JsonObject;
      readonly textDigest?: string;
    }
  | {
      readonly kind: 'withdrawal-requested';
      readonly textDigest: string;
      /** Persons for whom the requester stood in on that day: they may not answer the request either. */
      readonly binds?: readonly string[];
    }
  | { readonly kind: 'withdrawal-refused'; readonly textDigest: string }
  | {
      readonly kind: 'reopened';
      /** Everything that was opened at or after this step is superseded; the procedure starts again there. */
      readonly fromKey: string;
      /** Digest of the reason. None after a late verdict, whose texts belong to its own line. */
      readonly textDigest?: string;
    };

export type ClockCause = 'paused' | 'resumed' | 'extended' | 'start-corrected' | 'calendar' | 'policy';
/** `handed-on`: nobody has it yet, and it goes out later or by another channel; the deliveries say how that ends. */
export type EffectResult = 'sent' | 'handed-on' | 'nobody-to-tell' | 'superseded' | 'undeliverable';

export const effectResultTitles = {
  sent: { zh: '已发出', en: 'Sent' },
  'handed-on': { zh: '转由其他途径', en: 'Handed on' },
  'nobody-to-tell': { zh: '无通知对象', en: 'Nobody to tell' },
  superseded: { zh: '已无须通知', en: 'No longer needed' },
  undeliverable: { zh: '未能送达', en: 'Undeliverable' },
} as const satisfies Record<EffectResult, Title>;

/** Who wrote an event: a person through an account, the reporter, or the system keeping time. */
export type EventActor =
  | { readonly kind: 'staff'; readonly personId: string; readonly accountId: string }
  | { readonly kind: 'reporter' }
  | {
      readonly kind: 'system';
      readonly part: 'procedure' | 'limit' | 'effect' | 'child' | 'parent' | 'calendar' | 'policy' | 'scan';
    };

type SystemPart = Extract<EventActor, { kind: 'system' }>['part'];

/** What writes where no person does. */
export const systemPartTitles = {
  procedure: { zh: '办理程序', en: 'Procedure' },
  limit: { zh: '时限', en: 'Time limit' },
  effect: { zh: '通知', en: 'Notice' },
  child: { zh: '子案件', en: 'Child case' },
  parent: { zh: '上级案件', en: 'Parent case' },
  calendar: { zh: '工作日历', en: 'Calendar' },
  policy: { zh: '规定', en: 'Policy' },
  scan: { zh: '文件扫描', en: 'Scanner' },
} as const satisfies Record<SystemPart, Title>;

/** One line of a case's record. `seq` runs 1, 2, 3 … per case without a gap. */
export interface CaseEvent {
  readonly seq: number;
  readonly at: Instant;
  readonly actor: EventActor;
  readonly body: EventBody;
}
