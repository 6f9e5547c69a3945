import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyBundle } from '../record/bundle/verify';
import { caseChecks } from '../record/operation/case-checks';
import { Papers, papersFolder } from '../record/papers/papers';
import { openDatabase, openVaultDatabase } from '../record/store/database';
import { HeadFiles, headsFolder } from '../record/trust/head-store';
import { verifyOffice } from '../record/trust/verify-office';
import { verifyAllRecords, type RecordFault } from '../record/trust/verify-record';
import { readKeys } from '../record/vault/keys';
import { readPublicKeys, Signer, type PublicKey } from '../record/vault/signer';
import { Vault } from '../record/vault/vault';
import { printFailure, SetupError } from './progress';
import { readRecordPlace } from './record-place';

/**
 * `npm run verify -- BUNDLE.zip [--key PUBLIC.pem]`: checks an exported file of a project. It ends with 0 where
 * everything holds, with 1 otherwise. It needs the bundle alone: no database, no network, no key of the office.
 *
 * `npm run verify -- --record`: holds every record in the database against its hashes, the office's seals and the
 * heads that were signed outside it, and against the record its tables, texts and papers. Settings as those of the API, or the system of `npm start` on this machine.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { key: { type: 'string' }, record: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [bundle] = positionals;
  if (values.record && bundle === undefined) return verifyRecord();
  if (bundle === undefined || positionals.length > 1 || values.record)
    throw new SetupError(
      'Which bundle?',
      'npm run verify -- PJ-2026-XXXXXXXX.zip --key office.pem, or npm run verify -- --record',
    );
  if (!existsSync(bundle)) throw new SetupError(`There is no file ${bundle}.`);
  const keys = values.key === undefined ? null : keysIn(values.key);
  const { checked, broken } = await verifyBundle(bundle, keys);
  for (const { zh, en } of checked) process.stdout.write(`✓ ${zh}\n  ${en}\n`);
  if (broken === null) return void process.stdout.write('✓ 全部有效\n  All of it holds.\n');
  process.stdout.write(`✗ ${broken.place}: ${broken.why.zh}\n  ${broken.place} ${broken.why.en}\n`);
  process.exitCode = 1;
}

const faultWords: Record<RecordFault['fault'], { readonly zh: string; readonly en: string }> = {
  'line-changed': { zh: '该行被改动或前一行缺失', en: 'the line was changed, or one before it is missing' },
  'line-forged': { zh: '该行没有本机关的封印', en: 'the line does not bear the seal of the office' },
  'chain-rewritten': { zh: '哈希链被重写', en: 'the chain was written anew after it was signed' },
  'tail-missing': { zh: '已签名的后续行缺失', en: 'lines that were signed are missing' },
  'head-differs': { zh: '案件表中的链头不符', en: 'the table of cases names another last line' },
  'case-missing': { zh: '案件已被删除', en: 'the whole case is missing' },
  'signature-false': { zh: '库外签名不是本机关的', en: 'what was signed is not signed by the office' },
  'offices-differ': {
    zh: '账号的岗位与机关记录不符',
    en: 'the offices of the account are not what the office record says',
  },
  'password-differs': {
    zh: '账号的密码与机关记录不符',
    en: 'the password of the account is not the one that the office record knows',
  },
  'second-factor-differs': {
    zh: '账号的第二因素与机关记录不符',
    en: 'the second factor of the account is not the one that the office record knows',
  },
  'rules-differ': {
    zh: '规定或日历与发布时不符',
    en: 'law or calendar is not what was published',
  },
  'rules-missing': {
    zh: '已发布的规定或日历缺失',
    en: 'law or calendar that was published is missing',
  },
  'rules-unrecorded': {
    zh: '规定或日历未经发布',
    en: 'law or calendar that nobody has published',
  },
  'row-differs': {
    zh: '派生表与案卷记录不符',
    en: 'a derived table has not what the record says',
  },
  'text-differs': {
    zh: '文字与案卷记录的摘要不符',
    en: 'a text is not the one whose digest the record holds',
  },
  'paper-gone': { zh: '材料文件缺失', en: 'the file of the paper that it adds is gone' },
};

async function verifyRecord(): Promise<void> {
  const { databaseUrl, vaultUrl, keysFolder, dataFolder } = await readRecordPlace();
  const connection = { applicationName: 'anjie-verify', statementTimeoutMs: 120_000 };
  const [db, database] = [openDatabase(databaseUrl, connection), openVaultDatabase(vaultUrl, connection)];
  const began = Date.now();
  const seconds = () => ((Date.now() - began) / 1000).toFixed(1);
  try {
    const { sign, vault: masterKeys } = await readKeys(keysFolder);
    const witness = { heads: new HeadFiles(headsFolder(dataFolder)), signer: new Signer(sign) };
    await db.$queryRaw`SELECT 1`.catch((cause: unknown) => {
      throw new SetupError('PostgreSQL does not answer.', 'Start the system first: npm start', { cause });
    });
    const vault = new Vault({ database, masterKeys });
    const papers = new Papers({ folder: papersFolder(dataFolder), vault, scanner: null });
    const checks = caseChecks({ db, vault, papers });
    const report = await verifyAllRecords(db, witness, checks, ({ cases, lines, share }) => {
      if (process.stdout.isTTY)
        process.stdout.write(
          `\r… ${Math.round(share * 100)} %, ${cases} cases, ${lines} lines (${seconds()} s)`,
        );
    });
    if (process.stdout.isTTY) process.stdout.write('\n');
    const office = await verifyOffice(db, witness);
    const faults = [...report.faults, ...office.faults];
    for (const { number: record, login, place, seq, fault } of faults) {
      const { zh, en } = faultWords[fault];
      const number = [record, login ?? place ?? ''].join(' ').trimEnd();
      process.stdout.write(`✗ ${number} 第 ${seq} 行 ${zh} (${fault})\n  ${number}, line ${seq}: ${en}\n`);
    }
    const lines = report.lines + office.chain.seq;
    const sum = `${report.cases} cases and the office, ${lines} lines, ${faults.length} faults (${seconds()} s)`;
    process.stdout.write(faults.length === 0 ? `✓ 全部有效\n  All of it holds: ${sum}\n` : `✗ ${sum}\n`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await Promise.all([db.$disconnect(), database.$disconnect()]);
  }
}

function keysIn(file: string): PublicKey[] {
  try {
    return readPublicKeys(readFileSync(file, 'utf8'));
  } catch (cause) {
    const remedy =
      'The office publishes its keys: curl -fsS <address of the API>/api/signing-keys -o office.pem';
    throw new SetupError(`${file} holds no public key that can be read.`, remedy, { cause });
  }
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
