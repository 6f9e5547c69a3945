import type { OfficeChangeKind } from '../../../domain/office/catalogue';
import type { Answer, Changes, Front } from './front';

interface Hands {
  readonly by?: string;
  readonly second?: string;
  readonly headers?: Changes;
}

/** Asks for a change of the office; where it waits for a second person, that one puts it in force. */
export async function changeOffice(
  office: Pick<Front, 'as'>,
  kind: OfficeChangeKind,
  form: object,
  { by = 'admin', second = 'admin2', headers = {} }: Hands = {},
): Promise<Answer> {
  const asked = await office.as(by).post(`/api/office/changes/${kind}`, form, headers);
  return asked.status === 202 ? approve(office, asked, second) : asked;
}

/** Puts in force what was proposed. */
export function approve(office: Pick<Front, 'as'>, asked: Answer, second: string): Promise<Answer> {
  return office.as(second).post(`/api/office/proposals/${asked.body.proposal}/approval`, {});
}
