import { procedure, type CaseFile, type Closing } from '../../../domain/case/case-file';
import * as payout from '../../../domain/cases/payout/steps';
import * as tipOff from '../../../domain/cases/tip-off/steps';
import type { JsonObject } from '../../../domain/json';
import type { CaseChanges, CaseChange } from '../../../domain/moves/story/changes';
import { Proceeding } from '../../../domain/moves/proceeding';

/** A procedure under way that knows these entries already. */
async function begun(run: (file: CaseFile) => Promise<Closing>, known: readonly CaseChange[] = []) {
  const proceeding = new Proceeding(
    procedure({ caseType: 'tip-off', version: 3, outcomes: ['done', 'declined'] as string[], run }),
    { version: 3, input: {} },
  );
  proceeding.take(news(known));
  proceeding.begin();
  await quiet();
  return proceeding;
}

function news(entries: readonly CaseChange[], outcome: string | null = null): CaseChanges {
  return { seq: 1, opened: null, stage: '', reopenedSeq: 0, outcome, entries };
}

const quiet = () => new Promise((resolve) => setImmediate(resolve));
const done = (): Closing => ({ outcome: 'done' });
const open = (key: string): CaseChange => ({ is: 'open', key, dueAt: null, next: null });
const decided = (key: string, verdict: string, facts: JsonObject = {}): CaseChange => ({
  is: 'step',
  key,
  verdict,
  facts,
});
const keysOf = (proceeding: Proceeding) =>
  proceeding.wants().map((want) => (want.want === 'close' ? 'close' : want.key));

const twoSteps = async (file: CaseFile) => {
  const { verdict } = await file.step(tipOff.acceptance);
  if (verdict !== 'accepted') return { outcome: 'declined' };
  await file.step(tipOff.assignment);
  return done();
};

describe('a step', () => {
  it('that the record does not hold is wanted', async () => {
    const proceeding = await begun(twoSteps);
    expect(proceeding.wants()).toEqual([
      { want: 'step', key: 'tip-off/acceptance#1', step: 'tip-off/acceptance', options: {} },
    ]);
  });

  it('that stands open is waited for and not opened again', async () => {
    expect(keysOf(await begun(twoSteps, [open('tip-off/acceptance#1')]))).toEqual([]);
  });

  it('that was decided before is answered at once, with its verdict and facts', async () => {
    let read: unknown;
    const past = [decided('tip-off/acceptance#1', 'accepted', { allegesDeath: true })];
    const proceeding = await begun(async (file) => {
      read = await file.step(tipOff.acceptance);
      return twoSteps(file);
    }, past);
    expect(read).toEqual({ verdict: 'accepted', allegesDeath: true });
    expect(keysOf(proceeding)).toEqual(['tip-off/acceptance#2']);
  });

  it('that is decided while it is waited for lets the procedure go on', async () => {
    const proceeding = await begun(twoSteps, [open('tip-off/acceptance#1')]);
    proceeding.take(news([decided('tip-off/acceptance#1', 'accepted')]));
    await quiet();
    expect(keysOf(proceeding)).toEqual(['tip-off/assignment#1']);
  });

  it('stays wanted until the record holds it, however often it is asked for', async () => {
    const proceeding = await begun(twoSteps);
    expect(keysOf(proceeding)).toEqual(keysOf(proceeding));
    proceeding.take(news([]));
    expect(keysOf(proceeding)).toEqual(['tip-off/acceptance#1']);
    proceeding.take(news([open('tip-off/acceptance#1')]));
    expect(keysOf(proceeding)).toEqual([]);
  });

  it('of a later round is another one: the n-th call has the n-th key', async () => {
    const rounds = async (file: CaseFile) => {
      while ((await file.step(tipOff.verificationReview)).verdict === 'returned');
      return done();
    };
    const key = (round: number) => `tip-off/verification-review#${round}`;
    const proceeding = await begun(rounds, [decided(key(1), 'returned'), decided(key(2), 'returned')]);
    expect(keysOf(proceeding)).toEqual([key(3)]);
  });

  it('in several parts has a key for each part', async () => {
    const proceeding = await begun(async (file) => {
      await Promise.all([
        file.step(tipOff.penalty, { part: 'fire' }),
        file.step(tipOff.penalty, { part: 'gas' }),
      ]);
      return done();
    });
    expect(keysOf(proceeding)).toEqual(['tip-off/penalty/fire#1', 'tip-off/penalty/gas#1']);
  });
});

describe('several at once', () => {
  const both = async (file: CaseFile) => {
    const feedback = file.step(tipOff.feedback);
    await file.step(tipOff.penalty);
    await feedback;
    return done();
  };

  it('are all wanted together', async () => {
    expect(keysOf(await begun(both))).toEqual(['tip-off/feedback#1', 'tip-off/penalty#1']);
  });

  it.each([[['tip-off/feedback#1', 'tip-off/penalty#1']], [['tip-off/penalty#1', 'tip-off/feedback#1']]])(
    'end the procedure once both are decided, in whichever order: %p',
    async ([first, second]) => {
      const proceeding = await begun(both, [open('tip-off/feedback#1'), open('tip-off/penalty#1')]);
      proceeding.take(news([decided(first!, 'given')]));
      await quiet();
      expect(keysOf(proceeding)).toEqual([]);
      proceeding.take(news([decided(second!, 'given')]));
      await quiet();
      expect(keysOf(proceeding)).toEqual(['close']);
    },
  );

  it('where the first decides: the other stays open and the procedure goes on', async () => {
    const first = async (file: CaseFile) => {
      await Promise.race([file.step(tipOff.feedback), file.step(tipOff.penalty)]);
      return done();
    };
    const proceeding = await begun(first, [open('tip-off/feedback#1'), decided('tip-off/penalty#1', 'none')]);
    expect(keysOf(proceeding)).toEqual(['close']);
  });
});

describe('a child case', () => {
  const withChild = async (file: CaseFile) => {
    const { outcome, facts } = await file.child('payout', { amountFen: 1 });
    return { outcome: outcome === 'paid' ? 'done' : 'declined', facts };
  };

  it('is wanted with its input', async () => {
    expect((await begun(withChild)).wants()).toEqual([
      { want: 'child', key: 'child/payout#1', caseType: 'payout', input: { amountFen: 1 }, options: {} },
    ]);
  });

  it('has a key of its own for each part, whatever the order of the calls', async () => {
    const parts = (first: string, second: string) =>
      begun(async (file) => {
        void file.child('payout', { amountFen: 1 }, { part: first });
        await file.child('payout', { amountFen: 2 }, { part: second, unit: 'finance-2' });
        return { outcome: 'done' };
      });
    const keys = async (first: string, second: string) =>
      (await parts(first, second))
        .wants()
        .map((want) => (want.want === 'close' ? '' : want.key))
        .sort();
    expect(await keys('a', 'b')).toEqual(['child/payout/a#1', 'child/payout/b#1']);
    expect(await keys('b', 'a')).toEqual(await keys('a', 'b'));
  });

  it('is waited for while it is open, and its end is read with its facts', async () => {
    const known: CaseChange = {
      is: 'child',
      key: 'child/payout#1',
      caseId: 'c',
      number: 'PO',
      caseType: 'payout',
    };
    const proceeding = await begun(withChild, [known]);
    expect(proceeding.wants()).toEqual([]);
    proceeding.take(news([{ is: 'child-closed', key: 'child/payout#1', outcome: 'paid', facts: { n: 1 } }]));
    await quiet();
    expect(proceeding.wants()).toEqual([{ want: 'close', outcome: 'done', facts: { n: 1 } }]);
  });
});

describe('an effect', () => {
  const mailing = async (file: CaseFile) => {
    file.ask({ kind: 'mail', template: 'order-issued', to: { kind: 'enterprise' } });
    await file.step(payout.release);
    return done();
  };

  it('is asked for and not waited for', async () => {
    expect(keysOf(await begun(mailing))).toEqual(['mail/order-issued#1', 'payout/release#1']);
  });

  it.each([true, false])(
    'that the record holds is not asked for again (carried out: %p)',
    async (carriedOut) => {
      const proceeding = await begun(mailing, [
        { is: 'effect', key: 'mail/order-issued#1', done: carriedOut },
      ]);
      expect(keysOf(proceeding)).toEqual(['payout/release#1']);
    },
  );
});

describe('a fact from outside', () => {
  const waiting = async (file: CaseFile) => {
    const facts = await file.fact('penalty-final');
    return { outcome: 'done', facts };
  };

  it('is waited for, and nothing is opened for it', async () => {
    expect((await begun(waiting)).wants()).toEqual([]);
  });

  it('is read once it is on record', async () => {
    const proceeding = await begun(waiting, [
      { is: 'fact', key: 'fact/penalty-final#1', facts: { fineFen: 5 } },
    ]);
    expect(proceeding.wants()).toEqual([{ want: 'close', outcome: 'done', facts: { fineFen: 5 } }]);
  });
});

describe('the end', () => {
  it('wants nothing more once the record is closed, whatever was still wanted', async () => {
    const proceeding = await begun(twoSteps);
    proceeding.take(news([], 'withdrawn'));
    expect(proceeding.wants()).toEqual([]);
  });

  const changed = (message: string) =>
    expect.objectContaining({
      code: 'procedure-changed',
      cause: expect.objectContaining({ message: expect.stringContaining(message) as string }) as Error,
    }) as Error;

  it('with a word that the procedure does not declare is a misfit', async () => {
    const proceeding = await begun(() => Promise.resolve({ outcome: 'vanished' }));
    expect(() => proceeding.wants()).toThrow(changed('no outcome vanished'));
  });

  it('in an error is a misfit for whoever asks what is wanted', async () => {
    const proceeding = await begun(() => Promise.reject(new Error('out of order')));
    expect(() => proceeding.wants()).toThrow(changed('out of order'));
  });
});

it('tells the procedure under which version its case was opened', async () => {
  let version = 0;
  await begun(async (file) => {
    version = file.version;
    await file.step(tipOff.acceptance);
    return done();
  });
  expect(version).toBe(3);
});
