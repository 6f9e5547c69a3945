/**
 * Something that an editor publishes and that firms have to take note of (告知): which firms it is addressed to,
 * and what it lists. Public law text; nothing about a person.
 */
import { isPublished } from '../inspection/inspection-rules';
import { hasProjectType, matterOf, projectList } from '../../law/matter';
import { rowOf, type Policy } from '../../law/policy';
import type { PolicyKey } from '../../law/policy-values';
import { ok, refuse, unreachable, type Result } from '../../refusal';
import type { Title } from '../../role';

/** 审批事项 (the once-for-all list of a type of project), 政策法规, 执法检查事项. */
export const publicationKinds = ['approval-items', 'policy', 'inspection-items'] as const;
export type PublicationKind = (typeof publicationKinds)[number];

export const publicationKindTitles = {
  'approval-items': { zh: '审批事项告知', en: 'Approval items' },
  policy: { zh: '政策法规告知', en: 'Policies and regulations' },
  'inspection-items': { zh: '执法检查事项告知', en: 'Inspection items' },
} as const satisfies Record<PublicationKind, Title>;

/** The stages of a firm's open projects. */
export const firmStages = ['none', 'intake', 'construction', 'operation'] as const;
export type FirmStage = (typeof firmStages)[number];

export const firmStageTitles = {
  none: { zh: '无在办项目', en: 'No open project' },
  intake: { zh: '招引落地', en: 'Intake' },
  construction: { zh: '在建施工', en: 'Construction' },
  operation: { zh: '投产运营', en: 'Operation' },
} as const satisfies Record<FirmStage, Title>;

/** Whom it is meant for: firms by trade, stage and zone (an empty list: all of them), or those that are named. */
export interface Audience {
  /** Codes of GB/T 4754: a section as `C`, a division as `C33`, or a class as `C3311`. */
  readonly trades: readonly string[];
  readonly stages: readonly FirmStage[];
  /** A zone as `jxedz`, or a part of one as `jxedz/tanghui`. */
  readonly zones: readonly string[];
  readonly enterpriseIds: readonly string[];
}

/** A firm as an audience sees it; with projects in several stages it stands in each. */
export interface Firm {
  readonly id: string;
  readonly trade: string | null;
  readonly zone: string | null;
  readonly stages: readonly FirmStage[];
}

/** The firms that an audience means. Refusals: `form-invalid`, `enterprise-unknown`, `nobody-targeted`. */
export function targeted<F extends Firm>(audience: Audience, firms: readonly F[]): Result<F[]> {
  const { trades, stages, zones, enterpriseIds } = audience;
  const named = enterpriseIds.length > 0;
  if (named && trades.length + stages.length + zones.length > 0)
    return refuse('form-invalid', 'firms are named, or meant by trade, stage and zone', {
      pointer: '/audience',
    });
  const known = new Set(firms.map(({ id }) => id));
  const stranger = enterpriseIds.findIndex((id) => !known.has(id));
  if (stranger >= 0)
    return refuse('enterprise-unknown', 'no such enterprise', {
      pointer: `/audience/enterpriseIds/${stranger}`,
    });
  const meant = firms.filter((firm) =>
    named
      ? enterpriseIds.includes(firm.id)
      : isWithin(firm.trade, trades, '') &&
        isWithin(firm.zone, zones, '/') &&
        (stages.length === 0 || firm.stages.some((stage) => stages.includes(stage))),
  );
  return meant.length === 0
    ? refuse('nobody-targeted', 'no firm is meant by this', { pointer: '/audience' })
    : ok(meant);
}

/** Whether a code is one of these or lies below one. `between` parts a code from what is below it. */
function isWithin(code: string | null, codes: readonly string[], between: string): boolean {
  if (codes.length === 0) return true;
  return code !== null && codes.some((each) => code === each || code.startsWith(`${each}${between}`));
}

/** One line of what is published, as the policy says it on that day. */
export type PublishedLine = {
  readonly code: string;
  readonly title: Title;
  readonly source: string;
  /** Codes of the papers that have to be handed in; of approval items only. */
  readonly materials: readonly string[];
};

/**
 * What a publication lists: the matters of a type of project (一次性告知), or items of the published inspection
 * list. Of a policy: nothing, the text is all. Refusals: `form-invalid`, `project-type-unknown`,
 * `inspection-unpublished`.
 */
export function linesOf(
  policy: Policy,
  kind: PublicationKind,
  about: readonly string[],
): Result<PublishedLine[]> {
  const pointer = '/about';
  switch (kind) {
    case 'policy':
      return about.length === 0 ? ok([]) : refuse('form-invalid', 'a policy lists nothing', { pointer });
    case 'approval-items': {
      const [projectType] = about;
      if (projectType === undefined || about.length > 1)
        return refuse('form-invalid', 'names one type of project', { pointer });
      if (!hasProjectType(policy, projectType))
        return refuse('project-type-unknown', `no type of project ${projectType}`, { pointer });
      return ok(
        projectList(policy, projectType).items.map(({ matter }) => {
          const { title, materials } = matterOf(policy, matter);
          return { code: matter, title, source: sourceOf(policy, `matter.${matter}`), materials };
        }),
      );
    }
    case 'inspection-items': {
      if (about.length === 0) return refuse('form-invalid', 'names items of the list', { pointer });
      const items = about.filter((code) => !isPublished(policy, code));
      if (items.length > 0)
        return refuse('inspection-unpublished', `not on the published list: ${items.join(', ')}`, {
          items,
          pointer,
        });
      return ok(
        about.map((code) => {
          const { title } = rowOf(policy, `inspection-item.${code}`).value;
          return { code, title, source: sourceOf(policy, `inspection-item.${code}`), materials: [] };
        }),
      );
    }
    default:
      return unreachable(kind);
  }
}

/** The law behind a row, in one line. */
function sourceOf(policy: Policy, key: PolicyKey): string {
  const { title, article } = rowOf(policy, key).source;
  return article === undefined ? title : `${title} ${article}`;
}
