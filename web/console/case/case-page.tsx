import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { roleTitle, type Definitions } from '../calls/definitions';
import { caseQuery, definitionsQuery } from '../calls/queries';
import type { CaseReading } from '../calls/types';
import { Loaded } from '../shell/states';
import { useWords } from '../words/language';
import { Acts } from './acts';
import { Brief } from './brief';
import { ClockDrawing } from './clock-drawing';
import { Decide } from './decide';
import { Children, Papers } from './papers';
import { Timeline } from './timeline';
import { useMove } from './use-move';

/** One case: its facts beside the form that it waits for. */
export function CasePage() {
  const { number } = useParams({ from: '/cases/$number' });
  const file = useQuery(caseQuery(number));
  const definitions = useQuery(definitionsQuery);
  return (
    <>
      <h1>{number}</h1>
      <Loaded of={definitions}>
        {(known) => (
          <Loaded of={file}>{(read) => <OneCase key={number} file={read} definitions={known} />}</Loaded>
        )}
      </Loaded>
    </>
  );
}

interface Props {
  readonly file: CaseReading;
  readonly definitions: Definitions;
}

function OneCase({ file, definitions }: Props) {
  const { t, say } = useWords();
  const move = useMove(file, definitions);
  const open = file.steps.filter(({ decision }) => decision === null && file.closedAt === null);
  return (
    <div className="case">
      <div className="case-facts">
        <Brief file={file} definitions={definitions} />
        <section aria-labelledby="next">
          <h2 id="next">{t('next')}</h2>
          {open.length === 0 ? <p>{t('nothingOpen')}</p> : null}
          {open.map((step) => (
            <div key={step.key} className="step">
              <h3>{say(step.title)}</h3>
              <p>
                {t('decidedBy', {
                  role: say(roleTitle(definitions, step.role)),
                })}{' '}
                {step.assignee === null ? t('nobodyYet') : (file.people[step.assignee] ?? t('assigned'))}
              </p>
              <p className="hint">
                {t('canEndAs')} {step.verdicts.map(({ title }) => say(title)).join(' / ')}
              </p>
              <ClockDrawing step={step} file={file} definitions={definitions} />
            </div>
          ))}
        </section>
        <Children file={file} definitions={definitions} />
        <Papers file={file} />
        <Timeline file={file} definitions={definitions} />
      </div>
      <aside className="case-form" aria-label={t('decide')}>
        <Decide file={file} definitions={definitions} move={move} />
        <Acts file={file} definitions={definitions} move={move} />
      </aside>
    </div>
  );
}
