import { Standstills } from '../../../worker/standstills';

const rounds = (standstills: Standstills, count: number, seenSeq = 7) =>
  Array.from({ length: count }, () => standstills.hasLasted('case', seenSeq));

it('a case gets nowhere for three rounds before its workflow is started anew', () => {
  expect(rounds(new Standstills(), 3)).toEqual([false, false, true]);
});

it('progress, a wait for its turn and an end of the signs begin the count again', () => {
  const standstills = new Standstills();
  rounds(standstills, 2);
  expect(rounds(standstills, 2, 8)).toEqual([false, false]);
  standstills.waits('case');
  expect(rounds(standstills, 2, 8)).toEqual([false, false]);
  standstills.keepOnly(new Set());
  expect(rounds(standstills, 3, 8)).toEqual([false, false, true]);
});

it('where starting anew does not help, the next attempt comes twice as late, and at least every hour', () => {
  const standstills = new Standstills();
  const untilRestart = () => {
    let count = 1;
    while (!standstills.hasLasted('case', 7)) count += 1;
    standstills.restarted('case');
    return count;
  };
  expect(Array.from({ length: 8 }, untilRestart)).toEqual([3, 6, 12, 24, 48, 96, 180, 180]);
});
