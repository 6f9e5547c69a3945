import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { ProposalPage } from '../../../api/contract/schemas/office-schemas';
import { useState } from 'react';
import { send } from '../calls/call';
import { listQuery } from '../calls/queries';
import { FactList } from '../case/facts';
import { useSending } from '../form/use-sending';
import { ProblemNote } from '../shell/problem-note';
import { useWords } from '../words/language';
import { momentOf } from '../words/time';

type Page = Static<typeof ProposalPage>;
type Proposal = Page['items'][number];
const address = '/api/office/proposals';

/** Changes of the office that wait for a second person. */
export function ProposalsPage() {
  const { t } = useWords();
  const list = useInfiniteQuery(listQuery<Page>(address));
  const lines = list.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <h1>{t('proposals')}</h1>
      {list.error === null ? null : <ProblemNote problem={list.error} onRetry={() => void list.refetch()} />}
      {lines === undefined && list.error === null ? <p role="status">{t('loading')}</p> : null}
      {lines?.length === 0 ? <p className="empty">{t('noProposals')}</p> : null}
      {lines?.map((proposal) => (
        <OneProposal key={proposal.proposal} proposal={proposal} />
      ))}
      {list.hasNextPage ? (
        <button type="button" onClick={() => void list.fetchNextPage()}>
          {t('more')}
        </button>
      ) : null}
    </>
  );
}

function OneProposal({ proposal }: { readonly proposal: Proposal }) {
  const words = useWords();
  const { t, say } = words;
  const client = useQueryClient();
  const sending = useSending();
  const [reason, setReason] = useState('');
  const { proposal: id, title, at, proposer, person, form, before } = proposal;
  const answer = (what: 'approval' | 'refusal') =>
    void sending.start(async (key) => {
      await send(`${address}/${id}/${what}`, what === 'approval' ? {} : { reason }, { key });
      await client.invalidateQueries({ queryKey: ['list', address] });
    });
  return (
    <section className="card wide" aria-labelledby={`proposal-${id}`}>
      <h2 id={`proposal-${id}`}>{say(title)}</h2>
      <p className="hint">
        {momentOf(words, at)} · {proposer?.name ?? ''} {person === null ? '' : `→ ${person.name}`}
      </p>
      {before === null ? null : (
        <>
          <h3>{t('before')}</h3>
          <FactList facts={{ ...before }} fields={[]} people={{}} />
          <h3>{t('after')}</h3>
        </>
      )}
      <FactList facts={{ ...form }} fields={[]} people={{}} />
      {proposal.reason === null ? null : <p className="text">{proposal.reason}</p>}
      {sending.problem === null ? null : <ProblemNote problem={sending.problem} />}
      <div className="field">
        <label htmlFor={`reason-${id}`}>{t('reasonOfRefusal')}</label>
        <input
          id={`reason-${id}`}
          value={reason}
          onChange={({ target }) => {
            sending.touch();
            setReason(target.value);
          }}
        />
      </div>
      <div className="tabs">
        <button type="button" className="main" disabled={sending.busy} onClick={() => answer('approval')}>
          {t('approve')}
        </button>
        <button
          type="button"
          disabled={sending.busy || reason.trim() === ''}
          onClick={() => answer('refusal')}
        >
          {t('refuse')}
        </button>
      </div>
    </section>
  );
}
