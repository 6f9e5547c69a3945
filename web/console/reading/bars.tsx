import type { ReactNode } from 'react';

export type Tone = 'calm' | 'soon' | 'overdue' | 'still';

interface Part {
  readonly tone: Tone;
  readonly title: string;
  readonly count: number;
}

interface Bar {
  readonly key: string;
  readonly title: ReactNode;
  readonly parts: readonly Part[];
}

interface Props {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const width = 300;
const height = 16;

/** Bars of one scale, their parts told apart by pattern and number as well as by colour. */
export function Bars({ title, bars }: Props) {
  const most = Math.max(1, ...bars.map(wholeOf));
  return (
    <div className="bars" role="list" aria-label={title}>
      {bars.map((bar) => (
        <div key={bar.key} role="listitem" className="bar">
          <span className="bar-title">{bar.title}</span>
          <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
            <rect width={width} height={height} className="bar-ground" />
            {placed(bar.parts, most).map(({ tone, from, to }) => (
              <rect
                key={tone}
                x={from}
                width={Math.max(0, to - from)}
                height={height}
                className={`bar-${tone}`}
              />
            ))}
          </svg>
          <span className="bar-words">
            {bar.parts
              .filter(({ count }) => count > 0)
              .map(({ title: called, count }) => `${called} ${count}`)
              .join(' · ') || '0'}
          </span>
        </div>
      ))}
    </div>
  );
}

function wholeOf({ parts }: Bar): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}

function placed(parts: readonly Part[], most: number) {
  let at = 0;
  return parts.map(({ tone, count }) => {
    const from = at;
    at += (count / most) * width;
    return { tone, from, to: at };
  });
}
