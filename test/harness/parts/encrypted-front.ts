import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { generate } from 'selfsigned';
import { loopback } from '../../../setup/parts/ports';
import { plainTemporal, type NamedTemporal } from '../../../setup/parts/temporal-settings';

/** A Temporal server behind TLS, which lets in whoever shows a certificate of its authority. */
export interface EncryptedFront {
  /** For whoever has the certificate. */
  readonly temporal: NamedTemporal;
  readonly address: string;
  close(): Promise<void>;
}

interface Pair {
  readonly key: string;
  readonly cert: string;
}

/** Takes the encryption off what comes, and hands it on to a server that knows none. */
export async function encryptedFront(behind: NamedTemporal, folder: string): Promise<EncryptedFront> {
  const authority = await pair('anjie test authority', null);
  const [own, client] = [await pair('localhost', authority), await pair('anjie', authority)];
  const files = {
    TEMPORAL_TLS_CLIENT_CERT_PATH: client.cert,
    TEMPORAL_TLS_CLIENT_KEY_PATH: client.key,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.cert,
  };
  await mkdir(folder, { recursive: true });
  const paths: Record<string, string> = {};
  for (const [name, content] of Object.entries(files)) {
    paths[name] = join(folder, `${name}.pem`);
    await writeFile(paths[name], content, { mode: 0o600 });
  }

  const port = Number(behind.address.split(':').at(-1));
  const server = createServer(
    { ...own, ca: authority.cert, requestCert: true, rejectUnauthorized: true, ALPNProtocols: ['h2'] },
    (socket) => {
      const inner = connect(port, loopback);
      socket.pipe(inner).pipe(socket);
      for (const end of [socket, inner])
        end.on('error', () => [socket, inner].forEach((each) => each.destroy()));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, loopback, resolve));
  const address = `${loopback}:${(server.address() as { port: number }).port}`;
  const plain = plainTemporal(address, behind.namespace);
  const variables = { ...plain.variables, ...paths, TEMPORAL_TLS_SERVER_NAME: 'localhost' };
  return {
    temporal: { ...plain, variables },
    address,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function pair(name: string, authority: Pair | null): Promise<Pair> {
  const isAuthority = authority === null;
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(isAuthority ? {} : { ca: authority }),
    extensions: [
      { name: 'basicConstraints', cA: isAuthority, critical: true },
      { name: 'keyUsage', keyCertSign: isAuthority, digitalSignature: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: name.replaceAll(' ', '-') }] },
    ],
  });
  return { key: made.private, cert: made.cert };
}
