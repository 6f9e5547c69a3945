import type { ExpertEntry, ExpertFacts, ExpertLaw, TieFacts } from '../../../domain/office/kinds/expert';
import { resolvePolicy, rowOf } from '../../../domain/law/policy';
import { shanghaiDate, type PlainDate } from '../../../domain/time/calendar';
import { lawInForce } from '../../law/policy-change';
import type { ModelTransaction } from '../../store/idempotency';
import type { CarriedOutKind, ChangeParts } from '../carried-out';

export const enterExpert: CarriedOutKind<'enter-expert'> = {
  async facts(tx, { personId }, parts) {
    return { ...(await expertFacts(tx, personId)), law: await expertLaw(tx, personId, parts) };
  },
  async apply(tx, { form }) {
    await write(tx, form);
    return { answer: form };
  },
};

export const endExpert: CarriedOutKind<'end-expert'> = {
  facts: (tx, { personId }) => expertFacts(tx, personId),
  async apply(tx, { form, change }) {
    await write(tx, change.after as ExpertEntry);
    return { answer: form };
  },
};

export const enterExpertTie: CarriedOutKind<'enter-expert-tie'> = {
  async facts(tx, form, parts) {
    const { ties } = await expertLaw(tx, form.personId, parts);
    const enterpriseKnown =
      (await tx.enterprise.count({ where: { id: form.enterpriseId, mergedInto: null } })) > 0;
    return { ...(await tieFacts(tx, form)), enterpriseKnown, ties };
  },
  async apply(tx, { form }) {
    await writeTie(tx, form, null);
    return { answer: form };
  },
};

export const endExpertTie: CarriedOutKind<'end-expert-tie'> = {
  facts: (tx, form) => tieFacts(tx, form),
  async apply(tx, { form }) {
    await writeTie(tx, form, form.endedOn);
    return { answer: form };
  },
};

interface TieForm {
  readonly personId: string;
  readonly enterpriseId: string;
  readonly tie: string;
}

async function expertFacts(tx: ModelTransaction, personId: string): Promise<ExpertFacts> {
  const holds = { personId, active: true, roles: { has: 'expert' } };
  return { holdsOffice: (await tx.account.count({ where: holds })) > 0, entry: await entryOf(tx, personId) };
}

/** The entry of somebody in the pool, with its fields in the order of the form. */
async function entryOf(tx: ModelTransaction, personId: string): Promise<ExpertEntry | null> {
  const row = await tx.expert.findUnique({ where: { personId } });
  if (row === null) return null;
  const skills = await tx.expertSkill.findMany({ where: { personId }, orderBy: { skill: 'asc' } });
  const { feeClass, fromOn, untilOn, latitudeE6, longitudeE6 } = row;
  return {
    personId,
    skills: skills.map(({ skill, main }) => ({ skill, main })),
    from: dayIn(fromOn),
    until: dayIn(untilOn),
    feeClass,
    place: { latitudeE6, longitudeE6 },
  };
}

/** What the law of the expert's zone says about experts today. */
async function expertLaw(tx: ModelTransaction, personId: string, { now }: ChangeParts): Promise<ExpertLaw> {
  const account = await tx.account.findFirst({ where: { personId, roles: { has: 'expert' } } });
  const unit = account && (await tx.unit.findUnique({ where: { id: account.unit } }));
  const { layers, revision } = await lawInForce(tx);
  const zone =
    unit?.zone ?? (await tx.zone.findFirstOrThrow({ orderBy: [{ enteredAt: 'asc' }, { id: 'asc' }] })).id;
  const policy = resolvePolicy(layers, zone, shanghaiDate(now.toISOString()), revision);
  if (!policy.ok) throw new Error(policy.refusal.detail);
  const under = (prefix: string) =>
    Object.keys(policy.value.rows).flatMap((key) =>
      key.startsWith(`${prefix}.`) ? [key.slice(prefix.length + 1)] : [],
    );
  return {
    skills: under('expert-skill'),
    ties: under('expert-tie'),
    feeClasses: under('expert-fee'),
    term: rowOf(policy.value, 'expert.term').value,
  };
}

async function tieFacts(
  tx: ModelTransaction,
  { personId, enterpriseId, tie: kind }: TieForm,
): Promise<TieFacts> {
  const row = await tx.expertTie.findUnique({
    where: { personId_enterpriseId_kind: { personId, enterpriseId, kind } },
  });
  return {
    inPool: (await tx.expert.count({ where: { personId } })) > 0,
    tie: row && { endedOn: row.endedOn && dayIn(row.endedOn) },
  };
}

async function write(tx: ModelTransaction, { personId, skills, from, until, feeClass, place }: ExpertEntry) {
  const row = { feeClass, ...place, fromOn: dateOf(from), untilOn: dateOf(until) };
  await tx.expert.upsert({ where: { personId }, create: { personId, ...row }, update: row });
  await tx.expertSkill.deleteMany({ where: { personId } });
  await tx.expertSkill.createMany({ data: skills.map((each) => ({ personId, ...each })) });
}

async function writeTie(
  tx: ModelTransaction,
  { personId, enterpriseId, tie: kind }: TieForm,
  ended: PlainDate | null,
): Promise<void> {
  const endedOn = ended && dateOf(ended);
  await tx.expertTie.upsert({
    where: { personId_enterpriseId_kind: { personId, enterpriseId, kind } },
    create: { personId, enterpriseId, kind, endedOn },
    update: { endedOn },
  });
}

const dateOf = (date: PlainDate) => new Date(`${date}T00:00:00Z`);
const dayIn = (date: Date): PlainDate => date.toISOString().slice(0, 10);
