import type { PolicyLayer } from '../../../domain/law/policy';
import { changedLaw } from '../../../domain/office/kinds/law';
import type { WorkCalendar } from '../../../domain/time/calendar';
import { changeCalendar } from '../../../domain/time/calendar-change';
import type { Prisma } from '../../../prisma/generated/client';
import { knownUnits } from '../../law/policy-change';
import type { ModelTransaction } from '../../store/idempotency';
import { calendarRevision, lawRevision } from '../../store/rule-change';
import { calendarId } from '../../store/rulebook';
import { isAsPublished, type SealReader } from '../../trust/office-lines';
import type { CarriedOutKind } from '../carried-out';
import { publishRevision } from '../published-rules';

/* Law and calendar. Open cases follow a publication within the next sweep of its day, each once. */

export const publishLaw: CarriedOutKind<'publish-policy'> = {
  changes: 'rules',
  async facts(tx, form, { signer }) {
    const { revision, layers, asPublished } = await lawToBuildOn(tx, signer);
    const changed = changedLaw(layers, await knownUnits(tx), form);
    return { revision: revision + 1, standing: layers, changed, asPublished };
  },
  async apply(tx, { facts: { revision, changed } }) {
    if (!changed.ok) throw new Error(`law that is refused is put in force: ${changed.refusal.code}`);
    const { layers, zones, movesOn } = changed.value;
    const states = await publishRevision(tx, {
      revision,
      layers,
      ...(movesOn === null ? {} : { movesOn: new Date(movesOn), zones }),
    });
    return { answer: { revision, movesOn }, states: [states] };
  },
};

/** The law in force, and whether it is what was published: the next revision takes over all that does not change. */
export async function lawToBuildOn(tx: ModelTransaction, signer: SealReader) {
  const row = await tx.policyRevision.findFirstOrThrow({ orderBy: { revision: 'desc' } });
  return {
    revision: row.revision,
    layers: row.layers as unknown as PolicyLayer[],
    asPublished: await isAsPublished(tx, signer, lawRevision(row)),
  };
}

export const publishCalendar: CarriedOutKind<'publish-calendar'> = {
  changes: 'rules',
  async facts(tx, form, { signer }) {
    const row = await tx.calendarRevision.findFirstOrThrow({
      where: { calendar: calendarId },
      orderBy: { revision: 'desc' },
    });
    const standing = { ...(row.content as unknown as WorkCalendar), revision: row.revision };
    const asPublished = await isAsPublished(tx, signer, calendarRevision(row));
    return { standing, changed: changeCalendar(standing, form), asPublished };
  },
  async apply(tx, { facts: { standing, changed } }) {
    if (!changed.ok) throw new Error('a calendar that is refused is put in force');
    const revision = standing.revision + 1;
    const content = { ...changed.value, revision } as unknown as Prisma.InputJsonObject;
    const row = { calendar: calendarId, revision, content };
    await tx.calendarRevision.create({ data: row });
    return { answer: { revision }, states: [{ kind: 'rules-published', ...calendarRevision(row) }] };
  },
};
