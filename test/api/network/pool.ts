import { addDays, addMonths, shanghaiDate, type PlainDate } from '../../../domain/time/calendar';
import { changeOffice } from '../kit/changes';
import { personOf, type Answer, type Front } from '../kit/front';
import { expectOk } from '../kit/story';

/** An entry of the pool, as an expert of fire and machinery near the firm of the demonstration. */
export function entryOf(
  personId: string,
  today: PlainDate = shanghaiDate(new Date().toISOString()),
  change: object = {},
) {
  return {
    personId,
    skills: [
      { skill: 'fire', main: true },
      { skill: 'machinery', main: false },
    ],
    from: today,
    until: addDays(addMonths(today, 60), -1),
    feeClass: 'senior',
    place: { latitudeE6: 30_750_000, longitudeE6: 120_750_000 },
    ...change,
  };
}

const hands = { by: 'experts1', second: 'chief' };

/** Enters somebody in the pool: asked for by the liaison, put in force by the section chief. */
export async function enlist(
  office: Pick<Front, 'as' | 'db'> & { readonly now: () => Date },
  login: string,
  change: object = {},
): Promise<string> {
  const personId = await personOf(office, login);
  const entry = entryOf(personId, shanghaiDate(office.now().toISOString()), change);
  expectOk(await changeOffice(office, 'enter-expert', entry, hands));
  return personId;
}

/** Opens a request of the demonstration's firm, and carries it until the liaison has to invite. */
export async function request(office: Pick<Front, 'as'>, change: object = {}): Promise<string> {
  const opened = await office
    .as('contact1')
    .post('/api/expert-services', { kind: 'question', skill: 'fire', ...change });
  const { number } = expectOk(opened).body as { number: string };
  await says(office, 'contact1', number, 'need', {
    verdict: 'stated',
    need: '除尘管道如何清灰?',
    photographs: [],
  });
  await says(office, 'head1', number, 'consent', { verdict: 'agreed' });
  return number;
}

/** Decides a step of a service; throws if it is refused. */
export async function says(
  office: Pick<Front, 'as'>,
  login: string,
  number: string,
  step: string,
  body: object,
): Promise<Answer> {
  return expectOk(await office.as(login).decide(number, `expert-service/${step}`, body));
}
