import { createHmac, hkdfSync } from 'node:crypto';
import { canonicalJson } from '../../domain/json';
import { paperDigest, textDigest } from './digests';
import { normalPayee, type Payee } from './payee';
import { open, seal, type SealedPlace, type SealingKey } from './seal';

/**
 * The unwrapped key of one case. Everything here is synchronous and takes microseconds, so that a decision may do it in
 * its transaction. Sealing and each kind of digest have keys of their own, derived from the data key.
 */
export class CaseKey {
  private readonly sealing: SealingKey;
  private readonly textDigests: Buffer;
  private readonly payeeDigests: Buffer;
  private readonly paperDigests: Buffer;
  private readonly paperNames: Buffer;

  /** @param dataKey 32 bytes. */
  constructor(
    readonly caseId: string,
    dataKey: Buffer,
  ) {
    const drawn = (use: string) =>
      Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), `anjie/${use}`, 32));
    this.sealing = { generation: 1, bytes: drawn('seal') };
    this.textDigests = drawn('text-digest');
    this.payeeDigests = drawn('payee-digest');
    this.paperDigests = drawn('paper-digest');
    this.paperNames = drawn('paper-name');
  }

  /** Seals one text of the event `seq`, to be kept in `sealed_text` under the same seq and field. */
  sealText(seq: number, field: string, text: string): Buffer<ArrayBuffer> {
    return this.seal(text, this.textPlace(seq, field));
  }

  /** @throws SealError if it is not the text of this case, seq and field. */
  openText(seq: number, field: string, ciphertext: Uint8Array): string {
    return this.open(ciphertext, this.textPlace(seq, field)).toString('utf8');
  }

  /**
   * The digest of texts in an event: a keyed hash over all of them by field, 64 hex digits. It proves that the sealed
   * texts are those that were decided on; without the key no guess at a text can be checked against it.
   */
  digestOf(texts: { readonly [field: string]: string }): string {
    return textDigest(this.textDigests, texts);
  }

  /**
   * Keyed hash of a payee, 64 hex digits, the same however the account number was grouped. Decisions on a payment name
   * the payee by it.
   */
  digestPayee(payee: Payee): string {
    return createHmac('sha256', this.payeeDigests)
      .update(canonicalJson(normalPayee(payee)), 'utf8')
      .digest('hex');
  }

  /**
   * The digest of a paper in the record: a keyed hash of its content, 64 hex digits. It proves which paper was added;
   * without the key nobody can tell whether a known photograph is among the papers, nor that two cases hold the same
   * one.
   */
  digestPaper(content: Buffer): string {
    return paperDigest(this.paperDigests).update(content).digest('hex');
  }

  /**
   * The keys of the two digests, hex, for whoever reads all texts and papers of the case and is to check them
   * against its record. They open nothing: sealing and names have keys of their own.
   */
  digestKeys(): { readonly texts: string; readonly papers: string } {
    return { texts: this.textDigests.toString('hex'), papers: this.paperDigests.toString('hex') };
  }

  /** The name of a paper in the store, from its digest: 64 hex digits. Keyed, so that nothing leads from the record to a file. */
  paperName(digest: string, form: string): string {
    return createHmac('sha256', this.paperNames).update(`${form}|${digest}`, 'utf8').digest('hex');
  }

  /** Seals bytes or text for another place; the vault and the paper store use it. */
  seal(plaintext: Buffer | string, place: SealedPlace): Buffer<ArrayBuffer> {
    return seal(this.sealing, plaintext, place);
  }

  /** @throws SealError if it was not sealed for this case and place. */
  open(sealed: Uint8Array, place: SealedPlace): Buffer<ArrayBuffer> {
    return open(this.sealing, sealed, place);
  }

  private textPlace(seq: number, field: string): SealedPlace {
    return { table: 'sealed_text', column: 'ciphertext', row: `${this.caseId}/${seq}/${field}` };
  }
}
