import type { ClockCause, EffectResult, EventBody } from '../../case/case-event';
import { caseTypes, steps } from '../../cases/catalogue';
import type { CaseType } from '../../case/case-type';
import { unreachable } from '../../refusal';
import type { Title } from '../../role';

/** What a line of a record has to be known by to be called by a name; any event's body is one. */
export interface NamedLine {
  readonly kind: EventBody['kind'];
  readonly key?: string;
  readonly caseType?: CaseType;
  readonly verdict?: string;
  readonly outcome?: string;
  readonly rung?: string;
  readonly cause?: ClockCause;
  readonly result?: EffectResult;
}

/** What a line is called where people read a file. Words that the catalogue no longer has stand for themselves. */
// One flat switch over every kind of line: taken apart, it would hide a branch that is missing.
// eslint-disable-next-line max-lines-per-function
export function titleOfLine(line: NamedLine): Title {
  const { key = '' } = line;
  switch (line.kind) {
    case 'opened':
      return about(caseTypeTitle(line.caseType), { zh: '立案', en: 'case opened' });
    case 'step-opened':
      return about(stepTitle(key), { zh: '开始', en: 'opened' });
    case 'decided':
      return about(stepTitle(key), verdictTitle(key, line.verdict));
    case 'decided-before':
      return about(stepTitle(key), inTheOldRegister(verdictTitle(key, line.verdict)));
    case 'rungs-passed':
      return about(stepTitle(key), { zh: '接收前已过的督办档', en: 'rungs from before the take-over' });
    case 'rung-fired':
      return about(stepTitle(key), { zh: `到档 ${line.rung ?? ''}`, en: `rung ${line.rung ?? ''}` });
    case 'clock-superseded':
      return about(stepTitle(key), line.cause === undefined ? asItIs('') : causes[line.cause]);
    case 'extension-requested':
      return about(stepTitle(key), { zh: '申请延期', en: 'extension asked for' });
    case 'extension-refused':
      return about(stepTitle(key), { zh: '不予延期', en: 'extension refused' });
    case 'pause-requested':
      return about(stepTitle(key), { zh: '申请中止', en: 'pause asked for' });
    case 'pause-refused':
      return about(stepTitle(key), { zh: '不予中止', en: 'pause refused' });
    case 'start-correction-requested':
      return about(stepTitle(key), { zh: '申请更正起算日', en: 'another first day asked for' });
    case 'start-correction-refused':
      return about(stepTitle(key), { zh: '不予更正起算日', en: 'another first day refused' });
    case 'assigned':
      return about(stepTitle(key), { zh: '指派', en: 'assigned' });
    case 'child-opened':
      return about({ zh: '开立子案件', en: 'Child case opened' }, caseTypeTitle(line.caseType));
    case 'child-closed':
      return about({ zh: '子案件办结', en: 'Child case closed' }, caseTypeTitle(partOf(key, 1)));
    case 'child-reopened':
      return about({ zh: '子案件重启', en: 'Child case reopened' }, caseTypeTitle(partOf(key, 1)));
    case 'effect-asked':
      return { zh: '通知', en: 'Notice asked for' };
    case 'effect-done':
      return about({ zh: '通知结果', en: 'Outcome of a notice' }, asItIs(line.result ?? ''));
    case 'fact-recorded':
      return factTitle(partOf(key, 1));
    case 'noted':
      return { zh: '附记', en: 'Note' };
    case 'paper-added':
    case 'paper-scanned':
    case 'original-requested':
    case 'original-answered':
      return paperTitles[line.kind];
    case 'closed':
      return about({ zh: '办结', en: 'Closed' }, asItIs(line.outcome ?? ''));
    case 'withdrawal-requested':
      return { zh: '申请撤回', en: 'Withdrawal asked for' };
    case 'withdrawal-refused':
      return { zh: '不予撤回', en: 'Withdrawal refused' };
    case 'policy-pinned':
      return { zh: '改用新规定', en: 'Goes over to other law' };
    case 'reopened':
      return { zh: '重启案件', en: 'Reopened' };
    default:
      return unreachable(line.kind);
  }
}

/**
 * What happened, as the history of a workflow says it: `受理 acceptance: accepted`. Fixed words of the catalogue;
 * verdicts, outcomes and matters by the words that they have in the record and in the API.
 */
export function wordsOfLine(line: NamedLine): string {
  const { key = '' } = line;
  switch (line.kind) {
    case 'decided':
      return `${wordsOfStep(key)}: ${line.verdict ?? ''}`;
    case 'decided-before':
      return `${wordsOfStep(key)}: ${line.verdict ?? ''} 接收前 before the take-over`;
    case 'child-closed':
      return `${inWords(titleOfLine(line))}${partInWords(key)}: ${line.outcome ?? ''}`;
    default:
      return `${inWords(titleOfLine(line))}${partInWords(key)}`;
  }
}

/** A step as the history of a workflow calls it; with its part, where it runs side by side. */
export function wordsOfStep(key: string): string {
  return `${inWords(stepTitle(key))}${partInWords(key)}`;
}

function inWords({ zh, en }: Title): string {
  return `${zh} ${en.toLowerCase()}`;
}

function partInWords(key: string): string {
  const part = partOf(key, 2);
  return part === '' ? '' : ` ${part}`;
}

const factTitles: { readonly [fact: string]: Title } = {
  wording: { zh: '申请放行文字', en: 'A text asked to pass' },
  'take-over': { zh: '同意接收在办案件', en: 'Taken over as it ran' },
  'wording-passed': { zh: '放行文字', en: 'A text let pass' },
};

function factTitle(fact: string): Title {
  return factTitles[fact] ?? about({ zh: '记载事实', en: 'Fact recorded' }, asItIs(fact));
}

const paperTitles = {
  'paper-added': { zh: '材料入卷', en: 'Paper added' },
  'paper-scanned': { zh: '材料已扫描', en: 'Paper scanned' },
  'original-requested': { zh: '申请启封原件', en: 'Opening of an original asked for' },
  'original-answered': { zh: '答复启封原件', en: 'Opening of an original answered' },
} as const;

const causes: Record<ClockCause, Title> = {
  paused: { zh: '中止时限', en: 'clock paused' },
  resumed: { zh: '恢复时限', en: 'clock resumed' },
  extended: { zh: '延期', en: 'extended' },
  'start-corrected': { zh: '更正起算日', en: 'first day corrected' },
  calendar: { zh: '按新日历重算时限', en: 'clock counted by a new calendar' },
  policy: { zh: '按新规定重算时限', en: 'clock counted by a new policy' },
};

function about(what: Title, happened: Title): Title {
  return happened.zh === '' ? what : { zh: `${what.zh}:${happened.zh}`, en: `${what.en}: ${happened.en}` };
}

function stepTitle(key: string): Title {
  const id = stepIdOf(key);
  return steps.get(id)?.title ?? asItIs(id);
}

function verdictTitle(key: string, verdict = ''): Title {
  return steps.get(stepIdOf(key))?.verdicts[verdict]?.title ?? asItIs(verdict);
}

/** Keys are `<case type>/<step>#<round>`, with a part before the round where steps run side by side. */
/** The id of the step that a key opens. */
export function stepIdOf(key: string): string {
  return `${partOf(key, 0)}/${partOf(key, 1)}`;
}

function partOf(key: string, index: number): string {
  return key.split('#')[0]?.split('/')[index] ?? '';
}

function caseTypeTitle(caseType = ''): Title {
  return Object.hasOwn(caseTypes, caseType) ? caseTypes[caseType as CaseType].title : asItIs(caseType);
}

function inTheOldRegister({ zh, en }: Title): Title {
  return { zh: `${zh}(接收前)`, en: `${en} (before the take-over)` };
}

function asItIs(word: string): Title {
  return { zh: word, en: word };
}
