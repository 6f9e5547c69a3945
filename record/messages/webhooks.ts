import { createHmac } from 'node:crypto';

/** Which addresses may be written to, and the secret from which that of each receiver is derived. */
export interface WebhookRules {
  readonly secret: string;
  /** Machines that may be written to, by name. */
  readonly hosts: readonly string[];
  /** Whether these may be this machine or in the own network, and be written to without encryption. */
  readonly mayBePrivate: boolean;
}

/** Whether an address is one that the operator allows. */
export function mayReceive(
  { protocol, hostname, username, password }: URL,
  { hosts, mayBePrivate }: Pick<WebhookRules, 'hosts' | 'mayBePrivate'>,
): boolean {
  const encrypted = protocol === 'https:' || (mayBePrivate && protocol === 'http:');
  return encrypted && username === '' && password === '' && hosts.includes(hostname);
}

/** By what the receiver of an account checks signatures: of no use to anybody else, and kept nowhere. */
export function webhookSecretOf(secret: string, accountId: string, address: string): string {
  return `whsec_${createHmac('sha256', secret).update(`${accountId}\n${address}`, 'utf8').digest('base64')}`;
}
