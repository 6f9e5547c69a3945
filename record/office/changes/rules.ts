import { changedLaw } from '../../../domain/office/kinds/law';
import { changeCalendar } from '../../../domain/time/calendar-change';
import type { Prisma } from '../../../prisma/generated/client';
import { calendarInForce } from '../../law/calendar-change';
import { knownUnits, lawInForce } from '../../law/policy-change';
import { calendarId } from '../../store/rulebook';
import type { CarriedOutKind } from '../carried-out';

/* Law and calendar. Open cases follow a publication within the next sweep of its day, each once. */

export const publishLaw: CarriedOutKind<'publish-policy'> = {
  changes: 'rules',
  async facts(tx, form) {
    const law = await lawInForce(tx);
    return {
      revision: law.revision + 1,
      standing: law.layers,
      changed: changedLaw(law.layers, await knownUnits(tx), form),
    };
  },
  async apply(tx, { facts: { revision, changed } }) {
    if (!changed.ok) throw new Error(`law that is refused is put in force: ${changed.refusal.code}`);
    const { layers, zones, movesOn } = changed.value;
    await tx.policyRevision.create({
      data: {
        revision,
        layers: layers as unknown as Prisma.InputJsonArray,
        ...(movesOn === null ? {} : { movesOn: new Date(movesOn), zones }),
      },
    });
    return { answer: { revision, movesOn } };
  },
};

export const publishCalendar: CarriedOutKind<'publish-calendar'> = {
  changes: 'rules',
  async facts(tx, form) {
    const standing = await calendarInForce(tx);
    return { standing, changed: changeCalendar(standing, form) };
  },
  async apply(tx, { facts: { standing, changed } }) {
    if (!changed.ok) throw new Error('a calendar that is refused is put in force');
    const revision = standing.revision + 1;
    const content = { ...changed.value, revision } as unknown as Prisma.InputJsonObject;
    await tx.calendarRevision.create({ data: { calendar: calendarId, revision, content } });
    return { answer: { revision } };
  },
};
