import type { CaseEvent } from '../../domain/case/case-event';
import type { CaseType } from '../../domain/case/case-type';
import { canonicalJson, type JsonObject } from '../../domain/json';
import type { Head } from '../store/chain';
import type { Depth } from '../../domain/case/case-type-def';
import type { PublicKey, Signature } from '../vault/signer';

/*
 * The file of a project as one bundle: a ZIP with an index to read, the papers, the records for machines, and a
 * manifest with the hash of every file, signed by the office. Everything in it can be checked without this system.
 */

export const bundleFormat = 'anjie-bundle/1';
export const manifestName = 'manifest.json';
export const recordName = 'record.json';
export const indexName = 'index.pdf';

export interface BundleFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly format: typeof bundleFormat;
  readonly number: string;
  readonly exportedAt: string;
  /** How deep its reader looks into the case that the bundle is about. */
  readonly depth: Depth;
  /** Every file but the manifest itself, in the order of the bundle. */
  readonly files: readonly BundleFile[];
  /** How far each record went when the bundle was made. */
  readonly heads: readonly Head[];
  /** Public keys of the office: the one that signed this, and those that older seals were made with. */
  readonly keys: readonly PublicKey[];
}

export interface SignedManifest extends Manifest {
  readonly signature: Signature;
}

/** What the signature of a manifest is over; its format names what it is. */
export function manifestText({ format, number, exportedAt, depth, files, heads, keys }: Manifest): string {
  return canonicalJson({ format, number, exportedAt, depth, files, heads, keys });
}

/** `record.json`: every record of the family, as canonical JSON. */
export interface BundledRecord {
  readonly cases: readonly BundledCase[];
  /** Names of those who signed, by person id. */
  readonly people: { readonly [personId: string]: string };
}

export interface BundledCase {
  readonly caseId: string;
  readonly caseType: CaseType;
  readonly depth: Depth;
  /**
   * Keys by which the texts and papers below can be checked against the record (hex). Null where the reader may not
   * read all of them: those they have are then covered by the signature of the manifest alone.
   */
  readonly digestKeys: { readonly texts: string; readonly papers: string } | null;
  readonly lines: readonly BundledLine[];
  readonly number: string;
  readonly parent: string | null;
}

export type BundledLine = {
  /** Hash of the line in the chain of its record. */
  readonly hash: string;
  /** The whole event, from which its hash can be computed. */
  readonly event?: CaseEvent;
  /**
   * The part of the event that the reader may read, where that is not all of it. With neither field, the reader may
   * read nothing of the line.
   */
  readonly cut?: JsonObject;
  /** What people wrote, by the field of the form. */
  readonly texts?: { readonly [field: string]: string };
  /** Name of the file in the bundle that holds the paper which this line adds. */
  readonly file?: string;
};
