import { Type, type TSchema } from 'typebox';
import { caseTypeOf, type AnyStep } from '../../../domain/case/step';
import type { CaseView } from '../../../domain/case/case-view';
import type { JsonObject } from '../../../domain/json';
import type { Policy } from '../../../domain/law/policy';
import { decisionRefusals } from '../../../domain/moves/refusals';
import type { RowFault } from '../../../domain/office/kinds/office-list';
import type { Title } from '../../../domain/role';
import { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers } from '../../contract/answers';
import { answerMove, moveProblems } from '../../contract/moves';
import { operation, type Tag } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf, MoveHeaders, NumberParams, seenSeqOf } from '../../contract/request-parts';
import { strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { tableBytesAtMost, workbookType } from '../../files/import-table';
import type { ListDef, ReadList } from '../../files/list-columns';
import { actorOf, staff } from '../../identity/access';
import { faulty, readList, toldFault } from '../changes/imports';
import { caseInReach } from './case-in-reach';

/** How much of a list is new, by what it counts. */
type Counts = Readonly<Record<string, number>>;

/** A list from a file that becomes one change of a case. */
interface CaseList<Row extends object> {
  readonly url: string;
  readonly id: string;
  readonly tag: Tag;
  readonly title: Title;
  /** What it leaves alone, behind the words that every list has. */
  readonly leaves: Title;
  /** The step whose verdict `changed` takes it. */
  readonly change: AnyStep;
  readonly list: ListDef<Row>;
  readonly mostLines: number;
  readonly report: TSchema;
  readonly planned: (
    view: CaseView,
    rows: ReadList<Row>['rows'],
    policy: Policy,
  ) => {
    readonly change: object;
    /** With how much of it is as it stands already. */
    readonly counted: Counts & { readonly unchanged: number };
    readonly faults: readonly RowFault[];
  };
  /** What a decision says that it has entered. */
  readonly enteredBy: (detail: JsonObject | null) => Counts;
}

const firstTried: Title = {
  zh: '先以 dry-run=true 试行,逐行报告;正式导入整表生效或整表不生效。',
  en: 'With `dry-run=true` it is only tried, and told row by row. It is taken whole or not at all, as one change.',
};

/** The route that takes a list of a case: tried first, then taken whole or not at all. */
export function caseListRoute<Row extends object>(
  app: App,
  deps: Pick<ApiDeps, 'db' | 'desk' | 'vault' | 'clock' | 'hashKey'>,
  { change, leaves, ...def }: CaseList<Row>,
): void {
  const rulebooks = new Rulebooks(deps.db);
  app.post(
    def.url,
    {
      bodyLimit: tableBytesAtMost,
      config: { access: staff(change.role), act: change.id },
      schema: {
        ...operation(def.id, def.tag, def.title, {
          zh: firstTried.zh + leaves.zh,
          en: `${firstTried.en} ${leaves.en}`,
        }),
        params: NumberParams,
        headers: MoveHeaders,
        consumes: ['text/csv', workbookType],
        querystring: Type.Object({ 'dry-run': Type.Optional(Type.Boolean({ default: false })) }, strict),
        response: answers(
          { 200: def.report },
          ...moveProblems,
          ...decisionRefusals(change),
          'list-unreadable',
          'import-faulty',
        ),
      },
    },
    async (request, reply) => {
      const { view } = await caseInReach(deps, request, caseTypeOf(change.id));
      const { table, list } = await readList(def.list, request.body);
      if (list.rows.length > def.mostLines)
        throw new ProblemError('list-unreadable', { detail: `at most ${def.mostLines} rows` });
      const plan = def.planned(view, list.rows, await rulebooks.policyOf(view.policy));
      const faults = [...list.faults, ...plan.faults];
      const report = { rows: table.rows.length, ...plan.counted, faults: faults.map(toldFault) };
      if (request.query['dry-run']) return { taken: false, seq: null, ...report };
      if (faults.length > 0) throw faulty(faults);
      const move = { number: view.number, actor: actorOf(request), seenSeq: seenSeqOf(request) };
      const body = { verdict: 'changed', ...plan.change };
      const idempotency = idempotencyOf(deps, request, { digest: table.digest });
      const outcome = await deps.desk.decide({ ...move, step: change.id, body, idempotency });
      const all = sum(plan.counted);
      // The same list again is no fault of whoever hands it in.
      if (!outcome.ok && plan.counted.unchanged === all) return { taken: false, seq: null, ...report };
      const { seq, detail } = await answerMove(deps, request, reply, move, outcome);
      // As it was taken, also where the request comes again.
      const entered = def.enteredBy(detail);
      return { taken: true, seq, ...report, ...entered, unchanged: all - sum(entered) };
    },
  );
}

function sum(counts: Counts): number {
  return Object.values(counts).reduce((whole, each) => whole + each, 0);
}
