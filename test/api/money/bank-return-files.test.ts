import { readBankReturns } from '../../../api/files/bank-files';
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
