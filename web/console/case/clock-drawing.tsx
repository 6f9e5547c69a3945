import { wordOf, type Definitions } from '../calls/definitions';
import type { CaseReading, StepReading } from '../calls/types';
import { useWords, type Words } from '../words/language';
import { endOf, dayOf, momentOf } from '../words/time';
import { useNow } from '../words/use-now';

interface Props {
  readonly step: StepReading;
  readonly file: CaseReading;
  readonly definitions: Definitions;
}

const width = 600;

/** The time of an open step as a bar: used and left, pauses, rungs, the committed limit and that of the law. */
export function ClockDrawing({ step, file, definitions }: Props) {
  const words = useWords();
  const { t } = words;
  const now = useNow();
  const { dueAt } = step.clock;
  const promisedAt = step.promise?.promisedAt ?? null;
  const from = Date.parse(step.openedAt);
  const ends = [dueAt, promisedAt, ...step.rungs.map(({ at }) => at)].flatMap((at) =>
    at === null ? [] : [Date.parse(at)],
  );
  const to = Math.max(now, from + 1, ...ends);
  const x = (at: number) => Math.round(((Math.min(Math.max(at, from), to) - from) / (to - from)) * width);
  const pauses = pausesOf(step, file, now);
  return (
    <figure className="clock">
      <svg viewBox={`-6 0 ${width + 12} 44`} role="img" aria-label={clockWords(words, step, definitions)}>
        <rect x={0} y={14} width={width} height={14} className="clock-left" />
        <rect
          x={0}
          y={14}
          width={x(now)}
          height={14}
          className={step.clock.overdue ? 'clock-over' : 'clock-used'}
        />
        {pauses.map((pause) => (
          <rect
            key={pause.from}
            x={x(pause.from)}
            y={14}
            width={Math.max(2, x(pause.to) - x(pause.from))}
            height={14}
            className="clock-pause"
          />
        ))}
        {step.rungs.map(({ id, at, fired }) => (
          <circle key={id} cx={x(Date.parse(at))} cy={36} r={4} className={fired ? 'rung fired' : 'rung'} />
        ))}
        {promisedAt === null ? null : (
          <path d={`M${x(Date.parse(promisedAt))} 6V32`} className="mark promised" />
        )}
        {dueAt === null ? null : <path d={`M${x(Date.parse(dueAt))} 4V32`} className="mark" />}
      </svg>
      <figcaption>
        <p>{clockWords(words, step, definitions)}</p>
        <details>
          <summary>{t('rungs', { count: step.rungs.length })}</summary>
          <ul>
            {step.rungs.map(({ id, kind, to: whom, at, fired }) => (
              <li key={id}>
                {momentOf(words, at)} · {words.say(wordOf(definitions, 'rungKinds', kind))} →{' '}
                {words.say(wordOf(definitions, 'rungAudiences', whom))} ·{' '}
                {t(fired ? 'rungFired' : 'rungWaits')}
              </li>
            ))}
          </ul>
        </details>
      </figcaption>
    </figure>
  );
}

/** The drawing in words: whoever cannot see it is told the same. */
function clockWords(words: Words, step: StepReading, definitions: Definitions): string {
  const { t, say } = words;
  const { clock, limit, promise, pause } = step;
  const unit = say(wordOf(definitions, 'limitUnits', limit.unit));
  const days = t(clock.daysIn === 'working-days' ? 'workingDays' : 'calendarDays', {
    days: Math.abs(clock.remaining.days),
  });
  return [
    t('limitIs', { value: limit.value, unit }),
    clock.dueAt === null ? null : t('dueOn', { day: endOf(words, clock.dueAt) }),
    pause === null ? t(clock.overdue ? 'overdueBy' : 'timeLeft', { span: days }) : t('standsStill'),
    pause === null || pause.until === null ? null : t('pausedUntil', { day: dayOf(words, pause.until) }),
    promise === null || promise.promisedAt === null
      ? null
      : t(promise.broken ? 'promiseBroken' : 'promiseBy', { day: dayOf(words, promise.promisedAt) }),
    clock.provisional ? t('provisional') : null,
  ]
    .filter((part) => part !== null)
    .join(t('comma'));
}

interface Pause {
  readonly from: number;
  readonly to: number;
}

/** When the time of a step stood still, by the lines of the record. */
function pausesOf({ key }: StepReading, { record }: CaseReading, now: number): readonly Pause[] {
  const pauses: Pause[] = [];
  for (const { body, at } of record) {
    const { kind, key: of, cause } = body as { kind?: string; key?: string; cause?: string };
    if (kind !== 'clock-superseded' || of !== key) continue;
    const open = pauses.at(-1);
    if (cause === 'paused') pauses.push({ from: Date.parse(at), to: now });
    else if (cause === 'resumed' && open !== undefined)
      pauses.splice(-1, 1, { from: open.from, to: Date.parse(at) });
  }
  return pauses;
}
