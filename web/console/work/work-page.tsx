import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { wordOf, type Definitions } from '../calls/definitions';
import { countsQuery } from '../calls/queries';
import type { MessageLine, RequestLine, WorkLine } from '../calls/types';
import { useSession } from '../session/session';
import { useWords, type StringKey, type Words } from '../words/language';
import { dayOf, momentOf } from '../words/time';
import { CaseList } from './case-list';
import { keepFilter, keptFilter, lists, queryOf, type WorkFilter } from './filter';
import { Keys } from './keys';
import { WorkFilters } from './work-filters';

const tabs = {
  work: { words: 'workList', counted: 'open' },
  requests: { words: 'requestList', counted: 'requests' },
  messages: { words: 'messageList', counted: 'messages' },
} as const satisfies Record<(typeof lists)[number], { words: StringKey; counted: string }>;

/** What waits for whoever is signed in: steps to decide, requests to answer, messages to take note of. */
export function WorkPage() {
  const { t } = useWords();
  const { who } = useSession();
  const filter = useSearch({ from: '/' });
  const go = useNavigate();
  const { data: counts } = useQuery(countsQuery);
  const { list: shown = 'work' } = filter;
  const change = (chosen: WorkFilter) => {
    keepFilter(who.personId, chosen);
    void go({ to: '/', search: chosen });
  };
  useFilterOfBefore(filter, who.personId);
  return (
    <>
      <div className="page-head">
        <h1>{t('myWork')}</h1>
        <Keys />
      </div>
      <div className="tabs" role="group" aria-label={t('lists')}>
        {lists.map((list) => {
          const { words, counted } = tabs[list];
          const count = counts?.mine[counted];
          return (
            <button
              key={list}
              type="button"
              aria-pressed={shown === list}
              onClick={() => void go({ to: '/', search: { ...filter, list } })}
            >
              {count === undefined ? t(words) : t('counted', { words: t(words), count })}
            </button>
          );
        })}
      </div>
      {shown === 'work' ? (
        <>
          <WorkFilters filter={filter} counts={counts} onChange={change} />
          <Work filter={filter} />
        </>
      ) : shown === 'requests' ? (
        <Requests />
      ) : (
        <Messages />
      )}
    </>
  );
}

/** Whoever comes without a filter gets the one that they left with; a link with a filter says what it means. */
function useFilterOfBefore(filter: WorkFilter, personId: string): void {
  const go = useNavigate();
  useEffect(() => {
    const kept = keptFilter(personId);
    const isAsked = Object.keys(filter).length > 0;
    if (!isAsked && Object.keys(kept).length > 0) void go({ to: '/', search: kept, replace: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- as the page is opened; what is chosen later is meant
  }, []);
}

function Work({ filter }: { readonly filter: WorkFilter }) {
  const { t } = useWords();
  const query = queryOf(filter);
  return (
    <CaseList<WorkLine>
      key={JSON.stringify(query)}
      url="/api/worklist"
      filter={query}
      title={t('workList')}
      empty={t('noWork')}
      keyOf={({ number, key }) => `${number} ${key}`}
      stands={({ pause }) => pause !== null}
      why={whyThere}
      assignable={({ number, seq, step, title }) => ({ number, seq, steps: [{ step, title }] })}
      what={({ title, assignee }, { say }) => (
        <>
          {say(title)}
          <small>{assignee === null ? t('nobodyYet') : t('assigned')}</small>
        </>
      )}
    />
  );
}

/** Why a line stands where it stands. */
function whyThere(
  { reason, usedPercent, pause }: WorkLine,
  words: Words,
  definitions: Definitions | undefined,
): string {
  const { t, say } = words;
  const percent = usedPercent ?? 0;
  switch (reason) {
    case 'overdue':
      return t('reasonOverdue', { percent });
    case 'share':
      return t('reasonShare', { percent });
    case 'pause': {
      if (pause === null || definitions === undefined) return '';
      const ground = say(wordOf(definitions, 'pauseGrounds', pause.ground));
      // A pause ends with its last day.
      return pause.until === null
        ? ground
        : t('reasonPauseUntil', { ground, day: dayOf(words, lastMoment(pause.until)) });
    }
  }
}

function lastMoment(until: string): string {
  return new Date(Date.parse(until) - 1).toISOString();
}

function Requests() {
  const { t } = useWords();
  return (
    <CaseList<RequestLine>
      url="/api/worklist/requests"
      title={t('requestList')}
      empty={t('noRequests')}
      keyOf={({ number, line, answer }) => `${number} ${line} ${answer}`}
      stands={() => false}
      what={({ title, answer }, { say }, definitions) => {
        const act = definitions?.acts.find((each) => each.act === answer);
        return (
          <>
            {act === undefined ? answer : say(act.title)}
            <small>{title === null ? '' : say(title)}</small>
          </>
        );
      }}
    />
  );
}

function Messages() {
  const { t } = useWords();
  return (
    <CaseList<MessageLine>
      url="/api/worklist/messages"
      filter={{ scope: 'mine' }}
      title={t('messageList')}
      empty={t('noMessages')}
      keyOf={({ number, askedAt, template, step }) => `${number} ${askedAt} ${template} ${step ?? ''}`}
      stands={() => false}
      dueAt={({ acknowledgeBy }) => acknowledgeBy}
      why={({ acknowledgeBy }, words) =>
        acknowledgeBy === null
          ? t('acknowledgeFree')
          : t('acknowledgeBy', { at: momentOf(words, acknowledgeBy) })
      }
      what={({ title, urgent }, { say }) => (
        <>
          {title === null ? t('message') : say(title)}
          <small>{urgent ? t('urgent') : ''}</small>
        </>
      )}
    />
  );
}
