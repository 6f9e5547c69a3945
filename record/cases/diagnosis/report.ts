import { latestDecision, roundsOf } from '../../../domain/case/case-queries';
import type { CaseView } from '../../../domain/case/case-view';
import { checklistFor, type Situation } from '../../../domain/cases/diagnosis/checklist';
import { findingsOf, visitedOn, type StandingFinding } from '../../../domain/cases/diagnosis/findings';
import { visit } from '../../../domain/cases/diagnosis/steps';
import { rowOf, type Policy } from '../../../domain/law/policy';
import type { Title } from '../../../domain/role';
import type { PlainDate } from '../../../domain/time/calendar';

/** 诊断报告 of one firm: the checklist of its trade with what the visit has answered, and every finding as it stands. */
interface DiagnosisReport {
  readonly number: string;
  readonly trade: Title;
  readonly visitedOn: PlainDate | null;
  /** Null for who reads no texts of the case, and before the visit. */
  readonly summary: string | null;
  readonly checklist: readonly (Situation & { readonly result: string | null })[];
  readonly findings: readonly (StandingFinding & {
    readonly description: string | null;
    readonly advice: string | null;
  })[];
}

type Texts = ReadonlyMap<number, { readonly [field: string]: string }>;

/** @param texts those that the reader may see, by line */
export function diagnosisReport(view: CaseView, policy: Policy, texts: Texts): DiagnosisReport {
  const trade = view.input['trade'] as string;
  const visited = latestDecision(view, visit);
  const answered = visited?.verdict === 'visited' ? visited.facts.checklist : [];
  const wordsOf = findingTexts(view, texts);
  return {
    number: view.number,
    trade: rowOf(policy, `diagnosis-trade.${trade}`).value.title,
    visitedOn: visitedOn(view),
    summary: visitRounds(view, texts).flatMap(({ said }) => said['/summary'] ?? [])[0] ?? null,
    checklist: checklistFor(policy, trade).map((each) => ({
      ...each,
      result: answered.find(({ situation }) => situation === each.code)?.result ?? null,
    })),
    findings: findingsOf(view).map((each) => ({
      ...each,
      description: wordsOf(each.item, 'description'),
      advice: wordsOf(each.item, 'advice'),
    })),
  };
}

function visitRounds(view: CaseView, texts: Texts) {
  return roundsOf(view, visit).flatMap(({ decision, touchedSeq }) =>
    decision === null ? [] : [{ facts: decision.facts, said: texts.get(touchedSeq) ?? {} }],
  );
}

/** The words of a finding, which stand sealed by their place in the form that was handed in. */
function findingTexts(view: CaseView, texts: Texts) {
  const places = new Map(
    visitRounds(view, texts).flatMap(({ facts, said }) =>
      (['majors', 'generals'] as const).flatMap((list) =>
        ((facts[list] ?? []) as { item: string }[]).map(
          ({ item }, index) => [item, { said, at: `/${list}/${index}` }] as const,
        ),
      ),
    ),
  );
  return (item: string, field: 'description' | 'advice') => {
    const place = places.get(item);
    return place?.said[`${place.at}/${field}`] ?? null;
  };
}
