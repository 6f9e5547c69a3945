import type { Connection } from '@temporalio/client';
import { searchAttributes } from '../../workflows/kit/contract';

/** Types of search attributes: as Temporal's tools name them, and as its enum `IndexedValueType` counts them. */
const types = {
  KEYWORD: { word: 'Keyword', value: 2 },
  BOOL: { word: 'Bool', value: 5 },
  DATETIME: { word: 'Datetime', value: 6 },
} as const satisfies Record<(typeof searchAttributes)[keyof typeof searchAttributes]['type'], object>;

/** What the list of workflows is searched by. Where a namespace lacks one of them, no workflow of ours can start. */
export const neededAttributes = Object.values(searchAttributes).map(({ name, type }) => ({
  name,
  ...types[type],
}));

type NeededAttribute = (typeof neededAttributes)[number];

/** A search attribute that a namespace lacks, or has as another type. */
export interface AttributeFault {
  readonly attribute: string;
  /** The command of Temporal's own tool that mends it. */
  readonly remedy: string;
}

/** gRPC: not allowed, not offered. Such a server does not say what it has. */
const untold = new Set<unknown>([7, 12]);

export type EngineConnection = Pick<Connection, 'operatorService'>;

/** What a namespace lacks of the search attributes; nothing, where the server does not tell. */
export async function attributeFaults(
  connection: EngineConnection,
  namespace: string,
): Promise<AttributeFault[]> {
  const known = await attributesOf(connection, namespace);
  if (known === null) return [];
  const operator = `temporal operator search-attribute`;
  return neededAttributes.flatMap(({ name, word, value }) => {
    const found = known[name];
    if (found === value) return [];
    const remedy =
      found === undefined
        ? `${operator} create --namespace ${namespace} --name ${name} --type ${word}`
        : `${operator} remove --namespace ${namespace} --name ${name} --yes`;
    return [{ attribute: name, remedy }];
  });
}

/** Adds the search attributes that a namespace lacks. @returns the names of those that it has added */
export async function registerAttributes(connection: EngineConnection, namespace: string): Promise<string[]> {
  const known = (await attributesOf(connection, namespace)) ?? {};
  const missing = neededAttributes.filter(({ name }) => !(name in known));
  if (missing.length === 0) return [];
  const added = ({ name, value }: NeededAttribute) => [name, value] as const;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(added)),
  });
  return missing.map(({ name }) => name);
}

async function attributesOf(
  { operatorService }: EngineConnection,
  namespace: string,
): Promise<Readonly<Record<string, number>> | null> {
  try {
    return (await operatorService.listSearchAttributes({ namespace })).customAttributes ?? {};
  } catch (error) {
    if (untold.has((error as { code?: unknown }).code)) return null;
    throw error;
  }
}
