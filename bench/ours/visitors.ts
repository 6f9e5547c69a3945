import { Connection, Client } from '@temporalio/client';
import { readEnvironment } from '../../setup/environment';
import { carry, type Load, type LoadResult } from '../load';
import { failed, takeOrders } from '../programs';
import { untilNoneRuns } from '../running';
import { Http } from './http';
import { lifecycle, type Hands } from './lifecycle';
import { handsOverHttp, type Login } from './over-http';

export type VisitorOrders = {
  logIn(api: string, logins: readonly Login[]): Promise<void>;
  carry(load: Load): Promise<LoadResult>;
  drain(): Promise<void>;
};

/** People at their browsers: the load over HTTP, in a process of its own. */
async function main(): Promise<void> {
  const { temporal } = readEnvironment();
  const connection = await Connection.connect(temporal.connection);
  const client = new Client({ connection, namespace: temporal.namespace });
  let hands: Hands | null = null;

  const orders: VisitorOrders = {
    async logIn(api, logins) {
      hands = await handsOverHttp(new Http(api), logins);
    },
    async carry(load) {
      const people = hands;
      if (people === null) throw new Error('nobody is logged in');
      return carry(load, () => lifecycle(people));
    },
    drain: () => untilNoneRuns(client),
  };
  takeOrders(orders, () => connection.close());
}

main().catch(failed);
