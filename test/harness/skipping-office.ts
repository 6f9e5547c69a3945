import { Office } from './office';
import { skippingServer, type SkippingServer } from './parts/skipping-server';

/** An office whose time is that of a Temporal server which skips it. */
export interface SkippingOffice {
  readonly server: SkippingServer;
  readonly office: Office;
  close(): Promise<void>;
}

export async function openSkippingOffice(): Promise<SkippingOffice> {
  const server = await skippingServer();
  const office = await Office.open({ temporal: server, now: () => server.now() });
  return {
    server,
    office,
    async close() {
      await office.close();
      await server.stop();
    },
  };
}
