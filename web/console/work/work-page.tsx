import { useState } from 'react';
import type { MessageLine, RequestLine, WorkLine } from '../calls/types';
import { useWords, type StringKey } from '../words/language';
import { CaseList } from './case-list';

const lists = {
  work: 'workList',
  requests: 'requestList',
  messages: 'messageList',
} as const satisfies Record<string, StringKey>;
type ListName = keyof typeof lists;

/** What waits for whoever is signed in: steps to decide, requests to answer, messages to take note of. */
export function WorkPage() {
  const { t } = useWords();
  const [shown, show] = useState<ListName>('work');
  return (
    <>
      <h1>{t('myWork')}</h1>
      <div className="tabs" role="group" aria-label={t('lists')}>
        {(Object.keys(lists) as ListName[]).map((name) => (
          <button key={name} type="button" aria-pressed={shown === name} onClick={() => show(name)}>
            {t(lists[name])}
          </button>
        ))}
      </div>
      {shown === 'work' ? <Work /> : shown === 'requests' ? <Requests /> : <Messages />}
    </>
  );
}

function Work() {
  const { t } = useWords();
  return (
    <CaseList<WorkLine>
      url="/api/worklist"
      title={t('workList')}
      empty={t('noWork')}
      keyOf={({ number, key }) => `${number} ${key}`}
      stands={({ pause }) => pause !== null}
      what={({ title, assignee }, { say }) => (
        <>
          {say(title)}
          <small>{assignee === null ? t('nobodyYet') : t('assigned')}</small>
        </>
      )}
    />
  );
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
      what={({ title, urgent }, { say }) => (
        <>
          {title === null ? t('message') : say(title)}
          <small>{urgent ? t('urgent') : ''}</small>
        </>
      )}
    />
  );
}
