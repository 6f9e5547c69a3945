import { caseWord, inputFields, typeTitle, type Definitions } from '../calls/definitions';
import type { CaseReading } from '../calls/types';
import { Due } from '../work/case-list';
import { useSession } from '../session/session';
import { useWords } from '../words/language';
import { momentOf } from '../words/time';
import { useNow } from '../words/use-now';
import { FactList, yuanOf } from './facts';
import { titleOfLine, verdictOf } from './line-words';

interface Props {
  readonly file: CaseReading;
  readonly definitions: Definitions;
}

/** The case in one screen: what it is, where it stands, what it began with, what was decided last. */
export function Brief({ file, definitions }: Props) {
  const words = useWords();
  const { t, say } = words;
  const now = useNow();
  const { who } = useSession();
  const opened = file.record.find(({ kind }) => kind === 'opened');
  const { dueAt, closedAt } = file;
  const stands = file.steps.some(({ pause }) => pause !== null);
  const overdue =
    closedAt === null && file.steps.some(({ clock, decision }) => decision === null && clock.overdue);
  const state =
    file.outcome === null
      ? say(caseWord(definitions, String(file.caseType), 'stages', file.stage))
      : say(caseWord(definitions, String(file.caseType), 'outcomes', file.outcome));
  return (
    <section aria-labelledby="brief">
      <h2 id="brief">{t('brief')}</h2>
      <p className="brief-head">
        {[say(typeTitle(definitions, String(file.caseType))), file.subject && say(file.subject), file.label]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p>
        <span className="tag plain">{state}</span>{' '}
        {closedAt === null ? <Due dueAt={dueAt} overdue={overdue} stands={stands} now={now} /> : null}
      </p>
      <p className="hint">
        {t('openedAt', { at: momentOf(words, file.openedAt) })}
        {closedAt === null ? '' : ` · ${t('closedAt', { at: momentOf(words, closedAt) })}`}
      </p>
      {who.workflowsUrl === null ? null : (
        <p>
          <a href={`${who.workflowsUrl}${encodeURIComponent(file.number)}`} target="_blank" rel="noreferrer">
            {t('workflowLink')}
          </a>
        </p>
      )}
      <FactList
        facts={{ ...file.input, ...opened?.texts }}
        fields={inputFields(definitions, String(file.caseType))}
        people={file.people}
      />
      <LastDecision file={file} definitions={definitions} />
    </section>
  );
}

/** What the last decision says: what is to be judged now rests on it. */
function LastDecision({ file, definitions }: Props) {
  const words = useWords();
  const line = file.record.findLast(({ kind }) => kind === 'decided');
  if (line === undefined) return null;
  const { facts = {}, detail } = line.body as {
    readonly facts?: Record<string, unknown>;
    readonly detail?: { readonly amountFen?: number };
  };
  return (
    <div className="last">
      <h3>
        {words.t('lastDecision')}: {titleOfLine(line, definitions).map(words.say).join(' · ')}
      </h3>
      {detail?.amountFen === undefined ? null : (
        <p>
          {words.t('amount')} <strong>{yuanOf(words, detail.amountFen)}</strong>
        </p>
      )}
      <FactList
        facts={{ ...facts, ...line.texts }}
        fields={verdictOf(line, definitions)?.fields ?? []}
        people={file.people}
      />
    </div>
  );
}
