/** What an office promises in public: for each matter the limit of the law and the one it commits itself to. */
import type { Limit, LimitUnit, Source } from '../../time/limit';
import { matterOf } from '../../law/matter';
import type { MatterValue } from '../../law/matter-values';
import { compare, limitOf, type Policy } from '../../law/policy';
import type { Title } from '../../role';

export interface PublishedLimit {
  readonly value: number;
  readonly unit: LimitUnit;
  readonly source: Source;
}

export interface PublishedPromise {
  readonly matter: string;
  readonly title: Title;
  /** The unit that decides it. */
  readonly department: string;
  /** `instant`: done when complete information arrives; `granted`: granted where nobody answers in time. */
  readonly silence: MatterValue['silence'];
  readonly legal: PublishedLimit;
  /** 承诺时限; null where nothing shorter is promised. */
  readonly committed: PublishedLimit | null;
  /** By how much the promise undercuts the law, rounded down; null without a promise. */
  readonly reductionBasisPoints: number | null;
}

/** Every matter of the policy with its limits, by code. Published as the law asks (优化营商环境条例 art. 36). */
export function publishedPromises(policy: Policy): PublishedPromise[] {
  const matters = Object.keys(policy.rows).flatMap((key) => /^matter\.(.+)$/.exec(key)?.[1] ?? []);
  return matters.sort(compare).map((matter) => {
    const { title, department, silence } = matterOf(policy, matter);
    const legal = limitOf(policy, `limit.matter.${matter}`);
    const promise = `limit.promise.${matter}`;
    const committed = policy.rows[promise] === undefined ? null : limitOf(policy, promise);
    return {
      matter,
      title,
      department,
      silence,
      legal: published(legal),
      committed: committed && published(committed),
      reductionBasisPoints: committed && Math.floor(((legal.value - committed.value) * 10_000) / legal.value),
    };
  });
}

function published({ value, unit, source }: Limit): PublishedLimit {
  return { value, unit, source };
}
