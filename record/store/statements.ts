import { types, type CustomTypesConfig, type Pool, type PoolClient } from 'pg';
import { Prisma } from '../../prisma/generated/client';

/** Something that carries out statements: a pool of connections, or one transaction. */
export interface Statements {
  /** The rows of a statement. Its values are sent apart from its text. */
  $queryRaw<Rows = unknown>(text: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Rows>;
  /** How many rows a statement has changed. */
  $executeRaw(text: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number>;
}

/** A transaction on the office's schema. */
export type Transaction = Statements;

type Connection = Pick<Pool | PoolClient, 'query'>;

/**
 * Carries out our own SQL with the driver alone. Prisma takes three times the CPU for the same statement, and every
 * move consists of such statements.
 */
export function statementsOn(connection: Connection): Statements {
  const carryOut = (text: TemplateStringsArray | Prisma.Sql, values: readonly unknown[]) => {
    const statement = 'raw' in text ? plain(text, values) : text;
    return connection.query<object>({
      name: preparedName(statement.text),
      text: statement.text,
      values: statement.values as unknown[],
      types: asPrismaReads,
    });
  };
  return {
    async $queryRaw<Rows>(text: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) {
      return (await carryOut(text, values)).rows as Rows;
    },
    async $executeRaw(text, ...values) {
      return (await carryOut(text, values)).rowCount ?? 0;
    },
  };
}

/** Does a piece of work in one transaction; what it throws undoes it. */
export async function inTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => (broken = error);
  // Without a listener, the end of a connection in use would end the process.
  connection.on('error', onError);
  try {
    await connection.query('BEGIN');
    const result = await work(statementsOn(connection));
    await connection.query('COMMIT');
    return result;
  } catch (error) {
    await connection.query('ROLLBACK').catch(onError);
    throw error;
  } finally {
    connection.off('error', onError);
    // A connection that is broken, or cannot even roll back, is not used again.
    connection.release(broken);
  }
}

/** Texts of templates that hold values only. A template with parts of SQL in it is put together each time. */
const plainTexts = new WeakMap<TemplateStringsArray, string>();

function plain(strings: TemplateStringsArray, values: readonly unknown[]) {
  if (values.some((value) => value instanceof Prisma.Sql)) return Prisma.sql(strings, ...values);
  let text = plainTexts.get(strings);
  if (text === undefined) {
    text = strings.reduce((before, after, position) => `${before}$${position}${after}`);
    plainTexts.set(strings, text);
  }
  return { text, values };
}

/** A date is read as a day, not as a midnight of this machine; a bigint keeps all its digits. */
const ownParsers = new Map<number, (text: string) => unknown>([
  [20, BigInt],
  [1082, (text) => new Date(`${text}T00:00:00Z`)],
]);

const asPrismaReads: CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const own = format === 'binary' ? undefined : ownParsers.get(oid);
    return own ?? (types.getTypeParser(oid, format) as (text: string) => unknown);
  },
};

/**
 * Statements that a connection keeps prepared, since PostgreSQL takes longer to plan the long ones than to carry them
 * out.
 */
const preparedNames = new Map<string, string>();
/** The statements of lists have many forms; beyond so many, each is planned again every time. */
const mostPrepared = 200;

/** The name under which a statement is prepared; empty for one that is not kept. */
export function preparedName(text: string): string {
  const known = preparedNames.get(text);
  if (known !== undefined) return known;
  if (preparedNames.size >= mostPrepared) return '';
  const name = `anjie-${preparedNames.size}`;
  preparedNames.set(text, name);
  return name;
}
