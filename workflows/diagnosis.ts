import { procedure, type CaseFile } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { diagnosis as def } from '../domain/cases/diagnosis/case-type';
import type { Finding } from '../domain/cases/diagnosis/findings';
import * as steps from '../domain/cases/diagnosis/steps';

type Input = { enterpriseId: string; institute: string; campaign: string; trade: string };

/**
 * The diagnosis of a firm 诊断式检查: a visit by an institute, what the firm does about it, a re-visit. A service, never an
 * inspection: no finding becomes an order by itself (国办发〔2024〕54号). Input: `enterpriseId`, `campaign` (its number), and
 * of its list `trade` and `institute` (person id).
 */
export const diagnosis = procedure({
  caseType: 'diagnosis',
  version: 1,
  outcomes: outcomesOf(def),
  run: (file, input: Input) => new Diagnosis(file, input).run(),
});

class Diagnosis {
  readonly #told = new Map<string, Promise<unknown>>();
  #found: readonly Finding[] = [];
  #by: string;
  #fail: (reason: unknown) => void = () => undefined;

  constructor(
    private readonly file: CaseFile,
    private readonly input: Input,
  ) {
    this.#by = input.institute;
  }

  /** Dangers are followed up beside the diagnosis, which ends when the last of them has. */
  async run() {
    const aNoticeFails = new Promise<never>((_, reject) => (this.#fail = reject));
    const outcome = await Promise.race([this.#outcome(), aNoticeFails]);
    await Promise.all(this.#told.values());
    return { outcome };
  }

  async #outcome() {
    if (!(await this.#isVisited())) return 'not-visited' as const;
    let open: readonly string[] = this.#found.map(({ item }) => item);
    if (open.length === 0) return 'nothing-found' as const;
    for (;;) {
      open = await this.#openAfter(open);
      if (open.length === 0) return 'fixed' as const;
      this.#tell(this.#found.filter(({ item }) => open.includes(item)));
      const { verdict } = await this.file.step(steps.followUp);
      if (verdict === 'left') return 'left-open' as const;
    }
  }

  /** One after the other of the institute goes there; false where it is called off. */
  async #isVisited(): Promise<boolean> {
    while (!(await this.#isVisitedBy(this.#by))) if (!(await this.#isAssigned())) return false;
    return true;
  }

  async #isVisitedBy(assignee: string): Promise<boolean> {
    const { visitedBy } = await this.file.step(steps.appointment, { assignee, tells: 'step-waits' });
    if (visitedBy === null) return false;
    for (;;) {
      const { verdict, found } = await this.file.step(steps.visit, { assignee, until: visitedBy });
      this.#found = [...this.#found, ...found];
      this.#tell(found);
      if (verdict !== 'major-seen') return verdict === 'visited';
    }
  }

  async #isAssigned(): Promise<boolean> {
    const assignment = await this.file.step(steps.assignment);
    if (assignment.verdict === 'called-off') return false;
    this.#by = assignment.institute;
    return true;
  }

  /** Items that are still open after the firm was asked for a plan, and the institute has looked again. */
  async #openAfter(open: readonly string[]): Promise<readonly string[]> {
    const { fixBy } = await this.file.step(steps.plan, { tells: 'step-waits' });
    if (fixBy === null) return open;
    await this.file.step(steps.remedy, { until: fixBy });
    for (;;) {
      const revisit = await this.file.step(steps.revisit, { assignee: this.#by, tells: 'step-waits' });
      if (revisit.verdict === 'revisited') return revisit.open;
      if (!(await this.#isAssigned())) return open;
    }
  }

  /** Each major hazard is told to the firm by a notice of its own; told again, once the one before has ended. */
  #tell(findings: readonly Finding[]): void {
    const { enterpriseId } = this.input;
    for (const { item, grade, situation } of findings) {
      if (grade !== 'major') continue;
      const before = this.#told.get(item) ?? Promise.resolve();
      const notice = before.then(() =>
        this.file.child('danger-notice', { enterpriseId, item, situation }, { part: item }),
      );
      notice.catch(this.#fail);
      this.#told.set(item, notice);
    }
  }
}
