import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { Problem, send } from '../calls/call';
import { caseWord, type Definitions } from '../calls/definitions';
import { forgetMoved } from '../calls/queries';
import type { CaseAnswer, CaseReading } from '../calls/types';
import { useWords, type Words } from '../words/language';
import { isDeed } from './line-words';

/** What a page knows of its moves on a case. */
export interface Move {
  /** The seq after which the case has moved under a form that is being filled in; null where it has not. */
  readonly movedSince: number | null;
  /** What came of the last move, in words. */
  readonly done: string | null;
  /** Sends a decision or an act. @throws Problem */
  readonly make: (url: string, body: unknown, key: string) => Promise<void>;
  /** Asks what a decision would bring; nothing of it is kept. @throws Problem */
  readonly foresee: (url: string, body: unknown, key: string) => Promise<CaseAnswer>;
  /** The reader has seen what changed, and goes on from there. */
  readonly goOn: () => void;
  readonly onPaper: (seq: number | null) => void;
}

/** The moves on a case, each made on the state that the reader has before them. */
export function useMove(file: CaseReading, definitions: Definitions): Move {
  const words = useWords();
  const client = useQueryClient();
  const [lastSeen, setLastSeen] = useState(file.seq);
  const [done, setDone] = useState<string | null>(null);
  const { number } = file;
  // What the system writes after a decision, as that a mail went out, is no news to who fills in a form.
  const hasNews = file.record.some((line) => line.seq > lastSeen && isDeed(line));
  const seenSeq = hasNews ? lastSeen : Math.max(lastSeen, file.seq);

  const make = useCallback(
    async (url: string, body: unknown, key: string) => {
      try {
        const answer = await send<CaseAnswer>(url, body, { key, seenSeq });
        setLastSeen(answer.seq);
        setDone(outcomeWords(words, definitions, answer));
        await forgetMoved(client);
      } catch (error) {
        if (error instanceof Problem && error.code === 'case-moved')
          await client.invalidateQueries({ queryKey: ['case', number] });
        throw error;
      }
    },
    [client, definitions, number, seenSeq, words],
  );
  const foresee = useCallback(
    (url: string, body: unknown, key: string) =>
      send<CaseAnswer>(`${url}?preview=true`, body, { key, seenSeq }),
    [seenSeq],
  );
  const goOn = useCallback(() => {
    setLastSeen(file.seq);
  }, [file.seq]);
  // A paper of the reader's own is no news to them; with anything between, the case has moved.
  const onPaper = useCallback(
    (seq: number | null) => {
      setLastSeen((seen) => (seq === Math.max(seen, seenSeq) + 1 ? seq : seen));
    },
    [seenSeq],
  );
  const movedSince = hasNews ? lastSeen : null;
  return useMemo(
    () => ({ movedSince, done, make, foresee, goOn, onPaper }),
    [movedSince, done, make, foresee, goOn, onPaper],
  );
}

function outcomeWords({ t, say }: Words, definitions: Definitions, answer: CaseAnswer): string {
  if (answer.outcome !== null)
    return t('doneClosed', {
      outcome: say(caseWord(definitions, String(answer.caseType), 'outcomes', answer.outcome)),
    });
  const waits = answer.open.map(({ title }) => say(title)).join(t('listComma'));
  return waits === '' ? t('doneWaitsForNothing') : t('doneWaits', { waits });
}
