import type { HistoryFigures } from '../ours/histories';
import type { Line } from '../report';

const kinds = ['tipOff', 'rectification', 'payout'];

/** What the lifecycles of one pace have left in Temporal. */
export function historyLines(pace: string, figures: readonly HistoryFigures[]): Line[] {
  const most = (kind: string, of: (each: HistoryFigures) => number) =>
    Math.max(0, ...figures.filter(({ workflowType }) => workflowType === kind).map(of));
  const each = (of: (one: HistoryFigures) => number) => kinds.map((kind) => most(kind, of));
  const events = each((one) => one.events);
  return [
    {
      what: `${pace}: history events at most, of tip-off (+ rectification + payout)`,
      ours: `${events[0] ?? 0} (+ ${events[1] ?? 0} + ${events[2] ?? 0})`,
      wish: '≤ 60',
    },
    {
      what: `${pace}: largest payload in bytes, sealed (before sealing)`,
      ours: `${Math.max(...each((one) => one.largestSealed))} (${Math.max(...each((one) => one.largestOpen))})`,
      wish: '< 1024',
    },
    {
      what: `${pace}: all payloads of the tip-off's workflow, bytes`,
      ours: String(most('tipOff', (one) => one.bytes)),
    },
  ];
}
