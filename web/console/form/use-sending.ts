import { useRef, useState } from 'react';
import { freshKey, Problem } from '../calls/call';
import { useSecondFactor } from '../session/second-factor-context';

export interface Sending {
  readonly busy: boolean;
  readonly problem: Problem | null;
  /**
   * Sends what `go` sends, under the key of this filled form. Where the act asks for a code of the second factor, it is
   * asked for and the act repeated. Resolves to whether it was done.
   */
  readonly start: (go: (key: string) => Promise<void>) => Promise<boolean>;
  /** The form was changed: what is sent next is another form. */
  readonly touch: () => void;
}

/** The sending of one form. */
export function useSending(): Sending {
  const key = useRef<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { askForCode } = useSecondFactor();

  const start: Sending['start'] = async (go) => {
    setBusy(true);
    setProblem(null);
    key.current ??= freshKey();
    try {
      await twice(go, key.current);
      key.current = null;
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    } finally {
      setBusy(false);
    }
  };

  async function twice(go: (key: string) => Promise<void>, sameKey: string): Promise<void> {
    try {
      await go(sameKey);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'second-factor-needed') throw error;
      if (!(await askForCode())) throw error;
      await go(sameKey);
    }
  }

  return { busy, problem, start, touch: () => (key.current = null) };
}

/** What was refused; anything else is a fault of the page, told as such. */
function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem({ status: 0, code: 'page-fault', title: '', detail: '' });
}
