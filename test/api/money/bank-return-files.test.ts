import writeWorkbook from 'write-excel-file/node';
import { readSheet } from 'read-excel-file/node';
import {
  bankList,
  bankListWorkbook,
  readBankReturns,
  readBankReturnsWorkbook,
} from '../../../api/files/bank-files';
import { ProblemError } from '../../../api/contract/problems';

const heading = ['claimCode', 'result', 'bankReference', 'cause', 'batch'];
const code = 'C-AAAAAAAAAA';

function detailOf(text: string): string {
  try {
    readBankReturns(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).code).toBe('bank-file-malformed');
    return (error as ProblemError).extras.detail ?? '';
  }
  throw new Error('it was read');
}

describe('a file that comes back from the bank', () => {
  const paid = { claimCode: code, batch: null, decision: { verdict: 'paid', bankReference: 'BANK-000001' } };

  it.each([
    ['without its empty cells at the end of a line', `${heading.join(',')}\n${code},paid,BANK-000001\n`],
    ['with more empty cells than headings', `${heading.join(',')}\n${code},paid,BANK-000001,,,,,\n`],
    ['with semicolons', `${heading.join(';')}\r\n${code};paid;BANK-000001;;\r\n`],
    ['with tabs', `${heading.join('\t')}\r\n${code}\tpaid\tBANK-000001\r\n`],
    [
      'with a BOM and every cell in quotation marks',
      `\uFEFF"${heading.join('","')}"\r\n"${code}","paid","BANK-000001","",""\r\n`,
    ],
    [
      'with spaces around cells, and lines that hold none',
      `${heading.join(', ')}\n\n ${code} , paid , BANK-000001 \n,,,,\n`,
    ],
    ['with codes in full width', `${heading.join(',')}\nｃ－ａａａａａａａａａａ,paid,BANK－000001\n`],
  ])('is read as spreadsheets write it: %s', (_, text) => {
    expect(readBankReturns(text)).toMatchObject([paid]);
  });

  it('is read behind the line by which spreadsheets name the separator', () => {
    const lines = readBankReturns(`sep=;\r\n${heading.join(';')}\r\n${code};paid;BANK-000001\r\n`);
    expect(lines).toEqual([{ line: 3, ...paid }]);
  });

  it('counts lines as an editor shows them', () => {
    const lines = readBankReturns(`${heading.join(',')}\n\n${code},unknown\n\n${code},unknown\n`);
    expect(lines.map(({ line }) => line)).toEqual([3, 5]);
  });

  it.each([
    ['', 'line 1 has to name the columns claimCode, result, bankReference, cause'],
    ['claimCode,result\nx,paid\n', 'line 1 has to name the columns bankReference, cause'],
    [`${heading.join(',')}\n${code},paid,"BANK`, 'line 2: a quotation mark is not closed'],
    [`${heading.join(',')}\n${code},paid,B,,,王小明\n`, 'line 2, column 6: a cell without a heading'],
    [
      `${heading.join(',')}\n${code},pa"id,B\n`,
      'line 2: a quotation mark within a cell that does not begin with one',
    ],
    [`${heading.join(',')}\n${code},${'x'.repeat(3000)}\n`, 'line 2: is too long'],
  ])('is refused with the true reason and its place, never a cell (%#)', (text, detail) => {
    expect(detailOf(text)).toBe(detail);
  });

  it('is refused where it is longer than a batch can be', () => {
    expect(detailOf(`${heading.join(',')}\n${`${code},unknown\n`.repeat(2001)}`)).toContain('2001 lines');
  });
});

describe('a workbook that comes back from the bank', () => {
  type Value = string | number | Date | null;
  const workbook = (...rows: readonly (readonly Value[])[]) =>
    writeWorkbook(
      rows.map((row) =>
        row.map((value) => {
          if (value instanceof Date) return { value, type: Date, format: 'yyyy-mm-dd' };
          return typeof value === 'number'
            ? { value, type: Number }
            : { value: value ?? '', type: String, format: '@' };
        }),
      ),
    ).toBuffer();
  const titles = [...heading, 'amount', 'returnedOn'];
  const refusedFor = async (file: Buffer) => {
    const error: unknown = await readBankReturnsWorkbook(file).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).code).toBe('bank-file-malformed');
    return (error as ProblemError).extras.detail;
  };

  it('is read as its CSV is, with the lines that the spreadsheet shows', async () => {
    const file = await workbook(
      titles,
      [code, 'paid', 'BANK－000001', null],
      [null],
      [code, 'returned', 'BANK-000001', 'account-closed', null, 1800.5, '2026-12-01'],
    );
    expect(await readBankReturnsWorkbook(file)).toEqual([
      { line: 2, claimCode: code, batch: null, decision: { verdict: 'paid', bankReference: 'BANK-000001' } },
      {
        ...{ line: 4, claimCode: code, batch: null },
        decision: {
          ...{ verdict: 'returned', bankReference: 'BANK-000001', amountFen: 180_050 },
          ...{ returnedOn: '2026-12-01', cause: 'account-closed' },
        },
      },
    ]);
  });

  it.each([
    ['a reference that is a number', [code, 'paid', 20261130000001], 'line 2, column 3'],
    ['a day that is no text', [code, 'unknown', null, null, null, null, new Date()], 'line 2, column 7'],
    ['a cell without a heading', [code, 'paid', 'B', null, null, null, null, 'x'], 'line 2, column 8'],
  ])('with %s is refused with its place', async (_, row, place) => {
    expect(await refusedFor(await workbook(titles, row))).toContain(place);
  });

  it('that is none, or lacks a column, is refused with the reason', async () => {
    expect(await refusedFor(Buffer.from('PK\u0003\u0004 and nothing more'))).toContain('cannot be read');
    expect(await refusedFor(await workbook(['claimCode', 'result'], [code, 'paid']))).toContain(
      'bankReference, cause',
    );
  });
});

describe('the list for the bank', () => {
  const line = {
    ...{ claimCode: code, holder: '=王小明', bank: '嘉兴银行', account: '6222021234567890123' },
    amountFen: 180_050,
  };

  it('as a workbook holds text alone: an account of nineteen digits keeps all of them', async () => {
    const sheet = await readSheet(await bankListWorkbook([line]), 1, {
      parseNumber: () => Promise.reject(new Error('a number')),
    });
    expect(sheet[1]).toEqual([code, '=王小明', '嘉兴银行', '6222021234567890123', '1800.50']);
  });

  it('as CSV says in its heading that no spreadsheet may open it', () => {
    expect(bankList([line]).split('\r\n')[0]).toContain('勿用表格软件打开');
  });
});
