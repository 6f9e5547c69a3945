import { shanghaiDate } from '../../domain/time/calendar';
import type { CaseType } from '../../domain/case/case-type';
import { caseTypeOf } from '../../domain/case/step';
import { intakeUnit } from '../../prisma/seed';
import { straightWay, usual, type Said } from '../../setup/courses';
import { loginAt } from '../../setup/courses/demo-logins';
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
  readonly children: readonly { readonly number: string; readonly caseType: CaseType }[];
}

/** Those who make the moves: at the desk in this process, or over HTTP. */
export interface Hands {
  readonly cast: Cast;
  /** `receivedAt`: when the tip is said to have come in; now, if nothing is said. */
  handIn(receivedAt?: string): Promise<Held>;
  decide(login: string, seen: Sight, step: string, body: Said): Promise<Sight>;
  claim(held: Held): Promise<void>;
  /** A case as this login knows it: an enterprise counts other lines than the office. */
  look(number: string, login: string): Promise<Sight>;
}

/** The moves of a straightforward tip-off: substantiated, remedied, rewarded and paid. */
export function lifecycle(hands: Hands): Moves {
  const seen = new Map<CaseType, Sight>();
  let held: Held = { number: '', receiptCode: '' };

  const sight = (type: CaseType): Sight => seen.get(type) ?? { number: '', seq: 0, children: [] };
  const see = (type: CaseType, now: Sight) => {
    seen.set(type, now);
    for (const { number, caseType } of now.children)
      if (!seen.has(caseType)) seen.set(caseType, { number, seq: 0, children: [] });
  };
  const look = async (type: CaseType, step: string) =>
    see(type, await hands.look(sight(type).number, loginFor(step)));

  const handIn: Move = {
    async make() {
      held = await hands.handIn();
      seen.set('tip-off', { number: held.number, seq: 0, children: [] });
    },
  };
  const move = (step: string, before: string | undefined): Move => {
    const type = caseTypeOf(step);
    if (usual(step).by === 'reporter') return { make: () => hands.claim(held) };
    const make = async () => see(type, await decideAsUsual(hands, sight(type), step));
    // Whoever goes on with a case has not seen it since others moved another one, or since the other side moved it.
    const seesOn = before !== undefined && caseTypeOf(before) === type && isFirms(before) === isFirms(step);
    if (seesOn) return { make };
    const prepare = async () => {
      if (!seen.has(type)) await look('tip-off', 'tip-off/acceptance');
      await look(type, step);
    };
    return { prepare, make };
  };
  return [handIn, ...way.map((step, position) => move(step, way[position - 1]))];
}

const way = straightWay('tip-off');

function isFirms(step: string): boolean {
  return usual(step).by === 'firm';
}

function loginFor(step: string): string {
  return loginAt(usual(step).by, intakeUnit) ?? '';
}

/** Takes a decision as it is usually taken. */
export async function decideAsUsual(hands: Hands, seen: Sight, step: string): Promise<Sight> {
  const { says } = usual(step);
  const { lead, companion, enterpriseId } = hands.cast;
  const body = await says({
    number: seen.number,
    today: shanghaiDate(new Date().toISOString()),
    enterpriseId,
    personAt: (seat) => (seat === 'companion' ? companion : lead),
    openItems: () => ['h1'],
    proofs: () => [],
  });
  return hands.decide(loginFor(step), seen, step, body);
}

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
