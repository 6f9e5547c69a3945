import { parseArgs } from 'node:util';
import { enterRepair } from '../../record/engine/repairs';
import { rowCheck } from '../../record/operation/row-check';
import { casesToRebuild, rebuildRows, type RebuiltCase } from '../../record/operation/row-rebuild';
import { Rulebooks } from '../../record/store/rulebook';
import type { Statements } from '../../record/store/statements';
import { HeadFiles, headsFolder } from '../../record/trust/head-store';
import { verifyAllRecords } from '../../record/trust/verify-record';
import { readKeys } from '../../record/vault/keys';
import { Signer } from '../../record/vault/signer';
import { premisesToBackUp } from '../backup/place';
import { withStores } from '../backup/what-is-missing';
import { printFailure, terminalProgress, type Progress } from '../progress';

/**
 * `npm run rebuild`: names the rows of derived tables that are not what the records say, and what would be made of
 * them. `npm run rebuild -- --apply` makes them anew, case by case, while the office works. Settings as those of
 * migrations, or the system of `npm start` on this machine. It ends with 0 where every row is, or would be, as it ought
 * to be.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { apply: { type: 'boolean', default: false } } });
  const progress = terminalProgress();
  const cases = await premisesToBackUp().open((place) =>
    withStores(place, async ({ db }) => {
      const { sign } = await readKeys(place.keysFolder);
      const witness = { heads: new HeadFiles(headsFolder(place.dataFolder)), signer: new Signer(sign) };
      const { faults } = await progress.step('every record, with the rows that follow from it', () =>
        verifyAllRecords(db, witness, rowCheck(new Rulebooks(db))),
      );
      for (const { number, seq, fault, place: at = '' } of faults)
        if (fault !== 'row-differs' || seq === 0)
          progress.say(`✗ ${number}, line ${seq}: ${fault} ${at}`.trimEnd());
      const others =
        faults.length - faults.filter(({ fault, seq }) => fault === 'row-differs' && seq > 0).length;
      if (others > 0) process.exitCode = 1;
      const done: RebuiltCase[] = [];
      for (const number of casesToRebuild(faults))
        done.push(await rebuildRows(db, number, witness, values.apply ? entering(number) : null));
      return done;
    }),
  );
  for (const each of cases) tell(each, values.apply, progress);
  if (cases.length === 0) return progress.say('✓ 无须重建 No row has to be made anew.');
  if (!values.apply) progress.say('  试运行,未作改动 Nothing was changed: npm run rebuild -- --apply');
}

const entering = (caseNumber: string) => (tx: Statements) =>
  enterRepair(tx, { caseNumber, cause: 'rows-differ', action: 'rebuilt' });

function tell({ number, refused, changed, left }: RebuiltCase, applied: boolean, progress: Progress): void {
  if (refused !== null || left.length > 0) process.exitCode = 1;
  if (refused !== null)
    return progress.say(`✗ ${number}: refused, its record is not as it was written (${refused})`);
  for (const place of changed)
    progress.say(
      applied ? `✓ ${number} ${place}: 已重建 made anew` : `  ${number} ${place}: 将重建 would be made anew`,
    );
  for (const place of left)
    progress.say(`✗ ${number} ${place}: 案卷不足以重建 left, the record does not say all of it`);
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
