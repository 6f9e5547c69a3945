import type { ClockCause, EffectResult, EventBody } from '../../case/case-event';
import { caseTypes, steps } from '../../cases/catalogue';
import type { CaseType } from '../../case/case-type';
import { unreachable } from '../../refusal';
import type { Title } from '../../role';

/** What each kind of line is called by itself. */
export const lineKindTitles = {
  opened: { zh: '立案', en: 'Case opened' },
  'step-opened': { zh: '开始', en: 'Opened' },
  decided: { zh: '作出决定', en: 'Decided' },
  'decided-before': { zh: '接收前已决定', en: 'Decided before the take-over' },
  'rungs-passed': { zh: '接收前已过的督办档', en: 'Rungs from before the take-over' },
  'rung-fired': { zh: '到档', en: 'Rung' },
  'clock-superseded': { zh: '时限变更', en: 'Clock changed' },
  'extension-requested': { zh: '申请延期', en: 'Extension asked for' },
  'extension-refused': { zh: '不予延期', en: 'Extension refused' },
  'pause-requested': { zh: '申请中止', en: 'Pause asked for' },
  'pause-refused': { zh: '不予中止', en: 'Pause refused' },
  'start-correction-requested': { zh: '申请更正起算日', en: 'Another first day asked for' },
  'start-correction-refused': { zh: '不予更正起算日', en: 'Another first day refused' },
  assigned: { zh: '指派', en: 'Assigned' },
  'child-opened': { zh: '开立子案件', en: 'Child case opened' },
  'child-closed': { zh: '子案件办结', en: 'Child case closed' },
  'child-reopened': { zh: '子案件重启', en: 'Child case reopened' },
  'effect-asked': { zh: '通知', en: 'Notice asked for' },
  'effect-done': { zh: '通知结果', en: 'Outcome of a notice' },
  'fact-recorded': { zh: '记载事实', en: 'Fact recorded' },
  noted: { zh: '附记', en: 'Note' },
  'paper-added': { zh: '材料入卷', en: 'Paper added' },
  'paper-scanned': { zh: '材料已扫描', en: 'Paper scanned' },
  'original-requested': { zh: '申请启封原件', en: 'Opening of an original asked for' },
  'original-answered': { zh: '答复启封原件', en: 'Opening of an original answered' },
  closed: { zh: '办结', en: 'Closed' },
  'withdrawal-requested': { zh: '申请撤回', en: 'Withdrawal asked for' },
  'withdrawal-refused': { zh: '不予撤回', en: 'Withdrawal refused' },
  'policy-pinned': { zh: '改用新规定', en: 'Goes over to other law' },
  reopened: { zh: '重启案件', en: 'Reopened' },
} as const satisfies Record<EventBody['kind'], Title>;

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
export function titleOfLine(line: NamedLine): Title {
  const { key = '', kind } = line;
  const own = lineKindTitles[kind];
  switch (kind) {
    case 'opened':
      return about(caseTypeTitle(line.caseType), inASentence(own));
    case 'decided':
      return about(stepTitle(key), verdictTitle(key, line.verdict));
    case 'decided-before':
      return about(stepTitle(key), inTheOldRegister(verdictTitle(key, line.verdict)));
    case 'rung-fired': {
      const rung = line.rung ?? '';
      return about(stepTitle(key), inASentence({ zh: `${own.zh} ${rung}`, en: `${own.en} ${rung}` }));
    }
    case 'clock-superseded':
      return about(
        stepTitle(key),
        line.cause === undefined ? asItIs('') : inASentence(clockCauseTitles[line.cause]),
      );
    case 'step-opened':
    case 'rungs-passed':
    case 'extension-requested':
    case 'extension-refused':
    case 'pause-requested':
    case 'pause-refused':
    case 'start-correction-requested':
    case 'start-correction-refused':
    case 'assigned':
      return about(stepTitle(key), inASentence(own));
    case 'child-opened':
      return about(own, caseTypeTitle(line.caseType));
    case 'child-closed':
    case 'child-reopened':
      return about(own, caseTypeTitle(partOf(key, 1)));
    case 'effect-done':
      return about(own, asItIs(line.result ?? ''));
    case 'fact-recorded':
      return factTitle(partOf(key, 1));
    case 'closed':
      return about(own, asItIs(line.outcome ?? ''));
    case 'effect-asked':
    case 'noted':
    case 'paper-added':
    case 'paper-scanned':
    case 'original-requested':
    case 'original-answered':
    case 'withdrawal-requested':
    case 'withdrawal-refused':
    case 'policy-pinned':
    case 'reopened':
      return own;
    default:
      return unreachable(kind);
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
  return factTitles[fact] ?? about(lineKindTitles['fact-recorded'], asItIs(fact));
}

/** Why a clock was changed. */
export const clockCauseTitles = {
  paused: { zh: '中止时限', en: 'Clock paused' },
  resumed: { zh: '恢复时限', en: 'Clock resumed' },
  extended: { zh: '延期', en: 'Extended' },
  'start-corrected': { zh: '更正起算日', en: 'First day corrected' },
  calendar: { zh: '按新日历重算时限', en: 'Clock counted by a new calendar' },
  policy: { zh: '按新规定重算时限', en: 'Clock counted by a new policy' },
} as const satisfies Record<ClockCause, Title>;

/** A title behind a colon. */
function inASentence({ zh, en }: Title): Title {
  return { zh, en: en.charAt(0).toLowerCase() + en.slice(1) };
}

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
