import { shanghaiDate } from '../../domain/time/calendar';
import type { Move, Moves } from '../load';

/** Whom and what the moves have to name. */
export interface Cast {
  readonly lead: string;
  readonly companion: string;
  readonly enterpriseId: string;
}

/** A tip-off that was handed in. */
export interface Held {
  readonly number: string;
  readonly receiptCode: string;
}

/** A case as it was last seen. */
export interface Sight {
  readonly number: string;
  readonly seq: number;
  readonly children: readonly { readonly number: string; readonly caseType: string }[];
}

export interface DecisionBody {
  readonly verdict: string;
  readonly [field: string]: unknown;
}

/** Those who make the moves: at the desk in this process, or over HTTP. */
export interface Hands {
  readonly cast: Cast;
  /** `receivedAt`: when the tip is said to have come in; now, if nothing is said. */
  handIn(receivedAt?: string): Promise<Held>;
  decide(login: string, seen: Sight, step: string, body: DecisionBody): Promise<Sight>;
  claim(held: Held): Promise<void>;
  look(number: string): Promise<Sight>;
}

type CaseType = 'tip-off' | 'rectification' | 'payout';

/** The moves of a straightforward tip-off: substantiated, remedied, rewarded and paid. Eighteen with the first. */
export function lifecycle(hands: Hands): Moves {
  const { lead, companion, enterpriseId } = hands.cast;
  const seen = new Map<string, Sight>();
  let held: Held = { number: '', receiptCode: '' };

  const sight = (type: CaseType): Sight => seen.get(type) ?? { number: '', seq: 0, children: [] };
  const see = (type: CaseType, now: Sight) => {
    seen.set(type, now);
    for (const { number, caseType } of now.children)
      if (!seen.has(caseType)) seen.set(caseType, { number, seq: 0, children: [] });
  };
  const look = async (...types: readonly CaseType[]) => {
    for (const type of types) see(type, await hands.look(sight(type).number));
  };
  const decision = (step: string, login: string, body: DecisionBody): Move => {
    const type = step.split('/')[0] as CaseType;
    return { make: async () => see(type, await hands.decide(login, sight(type), step, body)) };
  };
  /** A move on a case that whoever makes it has not seen since others moved it. */
  const afterLook = (types: readonly CaseType[], written: Move): Move => ({
    ...written,
    prepare: () => look(...types),
  });

  const handIn: Move = {
    async make() {
      held = await hands.handIn();
      seen.set('tip-off', { number: held.number, seq: 0, children: [] });
    },
  };
  const paid: Move = {
    make: () => {
      const bankReference = `BENCH-${sight('payout').number}`;
      return decision('payout/bank-return', 'confirmer1', { verdict: 'paid', bankReference }).make();
    },
  };

  return [
    handIn,
    afterLook(['tip-off'], decision('tip-off/acceptance', 'clerk2', accepted)),
    decision('tip-off/assignment', 'chief', { verdict: 'assigned', lead, companion }),
    decision('tip-off/verification', 'inspector1', substantiated(enterpriseId)),
    decision('tip-off/co-signature', 'inspector2', { verdict: 'signed' }),
    decision('tip-off/verification-review', 'chief', { verdict: 'approved' }),
    afterLook(['rectification'], decision('rectification/order', 'inspector1', order)),
    decision('rectification/acknowledgement', 'contact1', { verdict: 'acknowledged' }),
    decision('rectification/remedy', 'contact1', proof),
    decision('rectification/recheck', 'inspector1', { verdict: 'passed', companion }),
    afterLook(['tip-off'], decision('tip-off/penalty', 'legal', fined())),
    decision('tip-off/reward-proposal', 'reward', proposal),
    decision('tip-off/reward-approval', 'deputy', { verdict: 'approved' }),
    decision('tip-off/feedback', 'clerk1', { verdict: 'given', message: '您反映的问题已核查完毕。' }),
    { make: () => hands.claim(held) },
    afterLook(['tip-off', 'payout'], decision('payout/release', 'director', { verdict: 'released' })),
    decision('payout/listing', 'payer1', { verdict: 'listed', batch: 'B-20261123-BENCH0' }),
    paid,
  ];
}

const accepted = { verdict: 'accepted', allegesDeath: false };

const substantiated = (enterpriseId: string) => ({
  verdict: 'substantiated',
  visitedOn: today(),
  enterpriseId,
  hazards: [{ item: 'h1', grade: 'major', clause: 'safety-law-30', description: '特种作业人员未持证上岗。' }],
});

const order = {
  verdict: 'issued',
  remedyDays: 15,
  items: [
    {
      item: 'h1',
      description: '特种作业人员未持证上岗。',
      measure: '停止作业,安排持证人员。',
      responsible: '生产负责人',
      fundsFen: 2_000_000,
      plan: '整改期间停用该设备。',
    },
  ],
};

const proof = { verdict: 'proved', items: [{ item: 'h1', papers: [], statement: '已按要求整改。' }] };

const fined = () => ({ verdict: 'fined', fineFen: 12_000_000, confiscatedFen: 0, decidedOn: today() });

const proposal = {
  verdict: 'proposed',
  novelty: 'unknown-before',
  excludedRelation: false,
  employmentProved: false,
  earlierRewardOfSameMatter: false,
  accident: null,
};

/** What every tip of the bench says. */
export const tip = {
  channel: 'web',
  reporterKind: 'real-name',
  category: 'violation',
  text: '车间内电焊作业人员无证上岗,现场没有灭火器材。',
  place: '镇工业集中区二号厂房',
  identity: { name: '演示举报人', phone: '13800000000' },
} as const;

export const payee = { holder: '演示收款人', bank: '演示银行', account: '6222 0000 0000 0001' };

function today(): string {
  return shanghaiDate(new Date().toISOString());
}
