import { parseArgs } from 'node:util';
import { Value } from 'typebox/value';
import { createAccount } from '../../domain/office/kinds/account';
import { officeFields } from '../../domain/office/fields';
import {
  installOffice,
  type FirstAdministrator,
  type InstallationRefusal,
  type NewOffice,
} from '../../record/office/installation';
import { openDatabase } from '../../record/store/database';
import { Credentials } from '../../record/vault/credentials';
import { readKeys } from '../../record/vault/keys';
import { staffCost } from '../../record/vault/passwords';
import { makeReceipts } from '../../record/vault/receipts';
import { Signer } from '../../record/vault/signer';
import { printFailure, SetupError } from '../progress';
import { readRecordPlace } from '../record-place';

/**
 * `npm run office -- init --zone jxedz --unit jxedz-system --admin LOGIN,STAFF-NO,NAME --admin LOGIN,STAFF-NO,NAME`:
 * begins a real office (`DEMO=0`) with its first two administrators, whose one-time passwords are shown once. All that
 * comes after is done through the API. Settings as those of the API, after `npm run db:migrate`.
 */
async function main(): Promise<void> {
  const office = officeIn(process.argv.slice(2));
  const { databaseUrl, keysFolder } = await readRecordPlace();
  const db = openDatabase(databaseUrl, { applicationName: 'anjie-office', poolSize: 2 });
  try {
    const { sign, receipt } = await readKeys(keysFolder);
    const parts = {
      ...{ db, signer: new Signer(sign), receipts: makeReceipts(receipt) },
      ...{ credentials: new Credentials(receipt), passwordCost: staffCost },
    };
    const begun = await installOffice(parts, office);
    if (!begun.ok) throw refused(begun.refusal);
    process.stdout.write(
      '一次性密码(只显示这一次,72 小时内首次登录须修改)\nOne-time passwords: shown now and never again, to be changed at the first login within 72 hours\n',
    );
    for (const { login, oneTimePassword } of begun.value)
      process.stdout.write(`  ${login}  ${oneTimePassword}\n`);
  } finally {
    await db.$disconnect();
  }
}

const usage =
  'npm run office -- init --zone jxedz --unit jxedz-system --admin zhao.yi,X001,赵一 --admin qian.er,X002,钱二';

function officeIn(argv: string[]): NewOffice {
  const { values, positionals } = parseArgs({
    args: argv,
    options: {
      zone: { type: 'string' },
      unit: { type: 'string' },
      'unit-title': { type: 'string' },
      admin: { type: 'string', multiple: true, default: [] },
    },
    allowPositionals: true,
  });
  const { zone, unit, admin } = values;
  const [one, other, ...more] = admin.map(administratorIn);
  const complete = positionals.join(' ') === 'init' && more.length === 0;
  if (!complete || zone === undefined || unit === undefined || one === undefined || other === undefined)
    throw new SetupError('A zone, a unit and two administrators are needed.', usage);
  const isId: boolean = Value.Check(officeFields.unit, unit);
  if (!isId) throw new SetupError(`'${unit}' is no id of a unit.`, usage);
  const title = values['unit-title'] ?? unit;
  return { zone, unit: { id: unit, titleZh: title, titleEn: title }, administrators: [one, other] };
}

function administratorIn(text: string): FirstAdministrator {
  const [login = '', staffNo = '', name = ''] = text.split(',').map((part) => part.trim());
  const { login: loginField, person: personField } = createAccount.form.properties;
  const person = { staffNo, name };
  if (!Value.Check(loginField, login) || !Value.Check(personField, person))
    throw new SetupError(`'${text}' is not LOGIN,STAFF-NO,NAME.`, usage);
  return { login, person };
}

const reasons: Record<InstallationRefusal, readonly [string, string]> = {
  'office-begun': [
    'Somebody is there already: an office begins once.',
    'Accounts are made through the API, by two administrators.',
  ],
  'zone-unknown': ['There is no such zone.', 'The first zone is jxedz; others are entered through the API.'],
  'same-person': ['The two administrators must be different natural persons.', usage],
  'unit-elsewhere': ['This unit belongs to another zone.', usage],
};

function refused(refusal: InstallationRefusal): SetupError {
  return new SetupError(...reasons[refusal]);
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
