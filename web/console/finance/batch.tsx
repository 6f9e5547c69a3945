import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { useState } from 'react';
import type { BankListSchema, PaymentPage } from '../../../api/contract/schemas/payout-schemas';
import { send, sendForWorkbook } from '../calls/call';
import { forgetMoved, listQuery } from '../calls/queries';
import { yuanOf } from '../case/facts';
import { useSending } from '../form/use-sending';
import { CaseLink } from '../reading/case-links';
import { DataTable } from '../reading/table';
import { Modal } from '../shell/modal';
import { ProblemNote } from '../shell/problem-note';
import { Loaded } from '../shell/states';
import { useWords } from '../words/language';
import { dayOf } from '../words/time';
import { LineResults } from './line-results';
import { paymentsAddress, type Payment } from './payments';
import { saveFile } from './save-file';

type BankList = Static<typeof BankListSchema>;
const address = '/api/payouts/bank-list';
const mostOnAList = 100;

/** The payments that are released, from which the payer makes a list for the bank. */
export function Batch() {
  const { t } = useWords();
  const filter = { state: 'released', limit: String(mostOnAList) };
  const waiting = useInfiniteQuery(listQuery<Static<typeof PaymentPage>>(paymentsAddress, filter));
  const [made, setMade] = useState<Made | null>(null);
  return (
    <section aria-labelledby="make-batch">
      <h2 id="make-batch">{t('makeBatch')}</h2>
      <p className="hint">{t('makeBatchLead')}</p>
      {made === null ? null : <MadeBatch {...made} />}
      <Loaded of={waiting}>
        {({ pages }) => {
          const payments = pages.flatMap(({ items }) => items);
          return payments.length === 0 ? (
            <p className="empty">{t('nothingToList')}</p>
          ) : (
            <Choice payments={payments} onMade={setMade} />
          );
        }}
      </Loaded>
    </section>
  );
}

interface Made {
  readonly list: BankList;
  readonly cases: readonly string[];
  readonly sentKey: string;
}

interface ChoiceProps {
  readonly payments: readonly Payment[];
  readonly onMade: (made: Made) => void;
}

function Choice({ payments, onMade }: ChoiceProps) {
  const words = useWords();
  const { t } = words;
  const client = useQueryClient();
  const sending = useSending();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [asks, setAsks] = useState(false);
  const listed = payments.filter(({ number }) => chosen.has(number));
  const sumFen = listed.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const places = { count: listed.length, sum: yuanOf(words, sumFen) };
  const list = async () => {
    const cases = listed.map(({ number }) => number);
    const done = await sending.start(async (sentKey) => {
      onMade({ list: await send<BankList>(address, { cases }, { key: sentKey }), cases, sentKey });
    });
    setAsks(false);
    if (!done) return;
    choose(new Set());
    await forgetMoved(client);
  };
  return (
    <>
      {sending.problem === null ? null : <ProblemNote problem={sending.problem} />}
      <ChoiceTable
        payments={payments}
        chosen={chosen}
        onChoice={(next) => {
          sending.touch();
          choose(next);
        }}
      />
      <button type="button" className="main" disabled={listed.length === 0} onClick={() => setAsks(true)}>
        {t('listChosen', places)}
      </button>
      {!asks ? null : (
        <Modal title={t('listSure')} onClose={() => setAsks(false)}>
          <p>{t('listSureWhy', places)}</p>
          <button type="button" className="main" disabled={sending.busy} onClick={() => void list()}>
            {t(sending.busy ? 'sending' : 'listSure')}
          </button>
        </Modal>
      )}
    </>
  );
}

interface ChoiceTableProps {
  readonly payments: readonly Payment[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoice: (chosen: ReadonlySet<string>) => void;
}

function ChoiceTable({ payments, chosen, onChoice }: ChoiceTableProps) {
  const words = useWords();
  const { t } = words;
  const all = payments.map(({ number }) => number);
  const toggle = (number: string, isChosen: boolean) =>
    onChoice(new Set(all.filter((each) => (each === number ? isChosen : chosen.has(each)))));
  return (
    <>
      <label className="tick">
        <input
          type="checkbox"
          checked={all.every((number) => chosen.has(number))}
          onChange={({ target }) => onChoice(new Set(target.checked ? all : []))}
        />
        {t('chooseAll')}
      </label>
      <DataTable
        title={t('makeBatch')}
        rows={payments}
        keyOf={({ number }) => number}
        columns={[
          {
            title: t('choose'),
            cell: ({ number }) => (
              <input
                type="checkbox"
                aria-label={t('choosePayment', { number })}
                checked={chosen.has(number)}
                onChange={({ target }) => toggle(number, target.checked)}
              />
            ),
          },
          { title: t('case'), cell: ({ number }) => <CaseLink number={number} /> },
          { title: t('claimCode'), cell: ({ claimCode }) => claimCode ?? '–' },
          { title: t('amount'), figure: true, cell: ({ amountFen }) => yuanOf(words, amountFen) },
          { title: t('since'), cell: ({ movedAt }) => dayOf(words, movedAt) },
        ]}
      />
    </>
  );
}

/** The list that was made, for the bank: as long as this page is open. */
function MadeBatch({ list: { batch, results, file }, cases, sentKey }: Made) {
  const { t } = useWords();
  const sending = useSending();
  const count = results.filter(({ ok }) => ok).length;
  // The same request under the same key: it lists nothing again.
  const workbook = () =>
    void sending.start(async () => {
      saveFile(`bank-list-${batch}.xlsx`, await sendForWorkbook(address, { cases }, sentKey));
    });
  return (
    <div className="done" role="alert">
      <p>{t('batchMade', { batch, count })}</p>
      <p>{t('batchFileOnce')}</p>
      <p className="tabs">
        <button type="button" className="main" disabled={sending.busy} onClick={workbook}>
          {t('batchWorkbook')}
        </button>
        <button
          type="button"
          onClick={() => saveFile(file.name, new Blob([file.content], { type: 'text/csv;charset=utf-8' }))}
        >
          {t('batchCsv')}
        </button>
      </p>
      {sending.problem === null ? null : <ProblemNote problem={sending.problem} />}
      <LineResults title={t('lineResult')} lines={results.filter(({ ok }) => !ok)} />
    </div>
  );
}
