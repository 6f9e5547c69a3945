import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Static } from 'typebox';
import type { BankReturnsSchema } from '../../../api/contract/schemas/payout-schemas';
import { sendTable } from '../calls/call';
import { forgetMoved } from '../calls/queries';
import { useSending } from '../form/use-sending';
import { ProblemNote } from '../shell/problem-note';
import { useWords } from '../words/language';
import { LineResults } from './line-results';

type Read = Static<typeof BankReturnsSchema>;

/** The file in which the bank says what became of each transfer. */
export function BankReturns() {
  const { t } = useWords();
  const id = useId();
  const client = useQueryClient();
  const sending = useSending();
  const [file, setFile] = useState<File | null>(null);
  const [read, setRead] = useState<Read | null>(null);
  const readIn = async (chosen: File) => {
    setRead(null);
    await sending.start(async () => setRead(await sendTable<Read>('/api/payouts/bank-returns', chosen)));
    await forgetMoved(client);
  };
  return (
    <section aria-labelledby={`${id}-head`}>
      <h2 id={`${id}-head`}>{t('bankReturns')}</h2>
      <p className="hint">{t('bankReturnsLead')}</p>
      {sending.problem === null ? null : <ProblemNote problem={sending.problem} />}
      <div className="field">
        <label htmlFor={id}>{t('bankReturnsFile')}</label>
        <input
          id={id}
          type="file"
          accept=".csv,.xlsx"
          onChange={({ target }) => {
            sending.touch();
            setFile(target.files?.[0] ?? null);
          }}
        />
      </div>
      <button
        type="button"
        className="main"
        disabled={file === null || sending.busy}
        onClick={() => {
          if (file !== null) void readIn(file);
        }}
      >
        {t(sending.busy ? 'sending' : 'readIn')}
      </button>
      {read === null ? null : <Outcome lines={read.lines} />}
    </section>
  );
}

function Outcome({ lines }: Read) {
  const { t } = useWords();
  const taken = lines.filter(({ ok }) => ok).length;
  return (
    <>
      <p role="alert">{t('linesRead', { count: lines.length, taken, refused: lines.length - taken })}</p>
      <LineResults title={t('bankReturns')} lines={lines} />
    </>
  );
}
