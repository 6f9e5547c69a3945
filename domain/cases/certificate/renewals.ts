import type { CaseView } from '../../case/case-view';
import type { JsonObject } from '../../json';
import { addMonths, type PlainDate } from '../../time/calendar';

/** The last day of a certificate with all its renewals: for the one that takes its place, should its project begin again. */
export function carriesOver({ input, children }: CaseView): JsonObject {
  const renewals = Object.values(children).filter(({ closed }) => closed?.outcome === 'granted');
  const validUntil = renewals.reduce(
    (day) => addMonths(day, input['validMonths'] as number),
    input['validUntil'] as PlainDate,
  );
  return { validUntil };
}
