import { enterMessage, type DeliveryState } from '../../../record/messages/messages';
import type { Office } from '../kit/office';
import { handIn, type Story } from '../kit/story';

/** The key of the message that {@link withMessage} enters. */
export const key = 'rung/tip-off/acceptance#1/overdue';

/** A tip-off with a message about its acceptance that went to somebody. */
export async function withMessage(
  office: Office,
  login: string,
  state: DeliveryState,
  urgent = true,
): Promise<Story> {
  const story = await handIn(office);
  const { caseId, view } = (await office.desk.viewOf({ number: story.number }))!;
  const step = Object.keys(view.steps)[0]!;
  const { id: accountId, personId } = await office.db.account.findUniqueOrThrow({ where: { login } });
  const body = {
    kind: 'mail',
    template: 'rung',
    to: { kind: 'office', office: 'section-chief' },
    about: { key: step, rung: 'overdue' },
  };
  await office.db.effectOrder.create({ data: { caseId, key, askedSeq: view.seq, body } });
  await enterMessage(office.db, {
    ...{ caseId, key, at: office.now().toISOString(), urgent },
    acknowledgeBy: urgent ? new Date(office.now().getTime() + 3_600_000).toISOString() : null,
    deliveries: [{ accountId, personId, channel: 'mail', state, tries: 1, batch: null, nextAt: null }],
    attempts: [{ accountId, channel: 'mail', outcome: state === 'taken' ? 'taken' : 'refused', code: 550 }],
  });
  return story;
}
