import { cleanedPaper } from '../../harness/cleaned';
import type { PauseGround } from '../../../domain/law/pause-grounds';
import type { Act } from '../../../domain/moves/acts/act';
import { openSteps, type CaseView } from '../../../domain/case/case-view';
import { listedItem } from '../../../domain/law/matter';
import type { RefusalCode, Result } from '../../../domain/refusal';
import type { Actor } from '../../../domain/role';
import type { CaseAnswer } from '../../../record/desk/desk';
import type { MemoryOffice } from '../../../record/desk/memory';
import { standardPlant } from '../../harness/courses/standard-plant';
import { contact, deputy, desks, director, firm, officer, zone } from './people';
import { codeOf, grantWithdrawal, morning, officeOn, requestWithdrawal, type Said } from './story';
import { decideAsUsual, type Change } from './usual';

/** A project and its family, as a test tells it. */
export class ProjectStory {
  private constructor(
    readonly office: MemoryOffice,
    readonly projectId: string,
  ) {}

  static async of(projectType = 'standard-plant', on = '2026-08-03'): Promise<ProjectStory> {
    const office = officeOn(on);
    const input = { enterpriseId: firm, projectType };
    const opening = { caseType: 'project', zone, unit: 'jxedz-investment', input } as const;
    return new ProjectStory(office, await office.open(opening, officer));
  }

  /** One approval item by itself, as its department has it. */
  static async ofItem(matter: string, { on = '2026-09-21', early = false } = {}): Promise<ProjectStory> {
    const office = officeOn(on);
    const context = office.context();
    const { unit, begins, silence } = listedItem(context.policy(context.pinFor(zone)), matter, 'start');
    const input = { enterpriseId: firm, matter, begins, silence, early };
    return new ProjectStory(
      office,
      await office.open({ caseType: 'approval-item', zone, unit, input }, officer),
    );
  }

  /** One certificate by itself, valid until its last day. */
  static async ofCertificate(
    matter: string,
    validUntil: string,
    { on, validMonths }: { on: string; validMonths: number },
  ): Promise<ProjectStory> {
    const office = officeOn(on);
    const unit = 'jxedz-ecology';
    const input = { enterpriseId: firm, matter, unit, validUntil, validMonths };
    return new ProjectStory(
      office,
      await office.open({ caseType: 'certificate', zone, unit, input }, officer),
    );
  }

  get project(): CaseView {
    return this.office.view(this.projectId);
  }

  /** The newest case of a matter; null where it was never opened. */
  item(matter: string): string | null {
    return this.#newest('approval-item', matter);
  }

  certificate(matter: string): string | null {
    return this.#newest('certificate', matter);
  }

  #newest(caseType: string, matter: string): string | null {
    const found = this.office.caseIds.findLast((id) => {
      const view = this.office.view(id);
      return view.caseType === caseType && view.input['matter'] === matter;
    });
    return found ?? null;
  }

  itemView(matter: string): CaseView {
    return this.office.view(this.item(matter) ?? '');
  }

  /** Open steps, each with its case: `approval-item/decision land-use-permit`. */
  get open(): string[] {
    return this.office.caseIds.flatMap((id) => {
      const view = this.office.view(id);
      const matter = view.input['matter'];
      return openSteps(view).map(({ step }) => (matter === undefined ? step : `${step} ${matter as string}`));
    });
  }

  decide(caseId: string, step: string, body: Said, actor: Actor): Promise<Result<CaseAnswer>> {
    return this.office.decide(caseId, { step, body, actor, seenSeq: null });
  }

  /** Decides a step as on an uneventful day, where need be by somebody else or with another body. */
  async does(where: string, change: Change = {}): Promise<CaseAnswer> {
    const result = await this.tries(where, change);
    if (!result.ok) throw new Error(`${where}: ${result.refusal.code}: ${result.refusal.detail}`);
    return result.value;
  }

  tries(where: string, change: Change = {}): Promise<Result<CaseAnswer>> {
    const [step = '', matter] = where.split(' ');
    const found =
      matter === undefined
        ? this.projectId
        : step.startsWith('certificate/')
          ? this.certificate(matter)
          : this.item(matter);
    if (found === null) throw new Error(`${where}: not opened yet`);
    return decideAsUsual(this.office, found, step, change);
  }

  async refusalOf(where: string, change: Change = {}): Promise<RefusalCode | null> {
    return codeOf(await this.tries(where, change));
  }

  act(act: Act, actor: Actor, caseId = this.projectId): Promise<Result<CaseAnswer>> {
    return this.office.act(caseId, { act, actor, seenSeq: null });
  }

  /** A pause of the decision on an item, asked for by one person and granted by the deputy director. */
  async pauses(
    caseId: string,
    by: Actor,
    days: number,
    ground: PauseGround = 'expert-review',
  ): Promise<void> {
    const [{ step } = { step: '' }] = openSteps(this.office.view(caseId));
    const asked = await this.act(
      { act: 'request-pause', step, ground, days, reason: '送专家评审' },
      by,
      caseId,
    );
    const granted = await this.act(
      { act: 'answer-pause', step, grant: true, reason: '同意' },
      deputy,
      caseId,
    );
    for (const result of [asked, granted]) if (!result.ok) throw new Error(result.refusal.code);
  }

  /** A case of the project is taken back by its department, and that is granted. */
  async withdraws(by: Actor, caseId = this.projectId): Promise<boolean> {
    const asked = await this.act(requestWithdrawal, by, caseId);
    return asked.ok && (await this.act(grantWithdrawal, deputy, caseId)).ok;
  }

  async handsIn(...materials: string[]): Promise<void> {
    for (const [index, material] of materials.entries()) {
      const paperId = `cccccccc-0000-4000-8000-${String(index).padStart(12, '0')}`;
      const entered = await this.office.addPaper(this.projectId, cleanedPaper(paperId, material), contact);
      if (!entered.ok) throw new Error(entered.refusal.code);
    }
  }

  /** Carries a matter from the application to the document in hand. */
  async obtain(...matters: string[]): Promise<void> {
    for (const matter of matters) {
      while (this.item(matter) !== null && this.itemView(matter).closed === null) {
        const [next] = openSteps(this.itemView(matter));
        if (next === undefined) throw new Error(`${matter} waits for nothing`);
        await this.does(`${next.step} ${matter}`);
      }
    }
  }

  on(day: string): Promise<void> {
    return this.office.advanceTo(morning(day));
  }
}

export { contact, deputy, desks, director, officer };

/** A standard plant, carried until it may begin its works. */
export async function plantBeforeStart(on = '2026-08-03'): Promise<ProjectStory> {
  const story = await ProjectStory.of('standard-plant', on);
  await story.does('project/lead');
  await story.does('project/notification');
  await story.handsIn(...standardPlant.papers.construction);
  await story.obtain(...standardPlant.construction);
  await story.does('project/construction-gate');
  await story.handsIn(...standardPlant.papers.start);
  await story.obtain(...standardPlant.start);
  return story;
}

/** A standard plant in operation, its archive sealed. */
export async function plantInOperation(on = '2026-08-03'): Promise<ProjectStory> {
  const story = await plantBeforeStart(on);
  await story.does('project/start');
  await story.does('project/works');
  await story.handsIn(...standardPlant.papers.operation);
  await story.obtain(...standardPlant.operation);
  await story.does('project/operation-gate');
  await story.does('project/handover');
  return story;
}
