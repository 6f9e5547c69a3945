import type { Title } from '../../domain/role';

/*
 * Which files are taken: by what their first bytes are, never by what the sender calls them. This table is what the
 * description, the check, the cleaning and the answer go by.
 */

/** What becomes of a file of each kind before people open it. */
export const treatments = {
  drawn: {
    zh: '重新绘制:不含拍摄位置、设备、时间等信息;过大的图片缩小显示',
    en: 'drawn anew: without position, device and time; made smaller where it is very large',
  },
  rewritten: {
    zh: '改写:去除作者、脚本、附件、链接动作等',
    en: 'rewritten: without author, scripts, attachments and actions',
  },
  stripped: {
    zh: '去除位置、设备、时间、标题等附加信息,音像内容不变',
    en: 'position, device, time and titles are removed; what is seen and heard stays as it is',
  },
  held: {
    zh: '无法清除附加信息:封存原件,经两人同意方可打开',
    en: 'cannot be cleaned: kept sealed, and opened only after two persons have agreed',
  },
} as const satisfies Record<string, Title>;
export type Treatment = keyof typeof treatments;

interface MediaType {
  /** How the name of a paper ends when it is handed out. */
  readonly extension: string;
  readonly treatment: Treatment;
  /** Whether a file begins like one. */
  readonly begins: (head: Buffer) => boolean;
}

export const mediaTypes = {
  'image/jpeg': { extension: 'jpg', treatment: 'drawn', begins: withBytes('ffd8ff') },
  'image/png': { extension: 'png', treatment: 'drawn', begins: withBytes('89504e470d0a1a0a') },
  'image/webp': { extension: 'webp', treatment: 'drawn', begins: riff('WEBP') },
  'image/heic': {
    extension: 'heic',
    treatment: 'held',
    begins: brand('heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'),
  },
  'application/pdf': { extension: 'pdf', treatment: 'rewritten', begins: withText('%PDF-') },
  'video/quicktime': { extension: 'mov', treatment: 'stripped', begins: brand('qt  ') },
  'video/3gpp': { extension: '3gp', treatment: 'stripped', begins: brand('3gp', '3g2', '3gr', '3gs') },
  'audio/mp4': { extension: 'm4a', treatment: 'stripped', begins: brand('M4A ', 'M4B ') },
  'video/mp4': {
    extension: 'mp4',
    treatment: 'stripped',
    begins: brand('isom', 'iso', 'mp41', 'mp42', 'avc1', 'M4V', 'MSNV', 'dash', 'XAVC'),
  },
  'audio/mpeg': { extension: 'mp3', treatment: 'stripped', begins: isMp3 },
  'audio/wav': { extension: 'wav', treatment: 'stripped', begins: riff('WAVE') },
  'audio/amr': { extension: 'amr', treatment: 'stripped', begins: withText('#!AMR') },
} as const satisfies Record<string, MediaType>;

export type PaperType = keyof typeof mediaTypes;
export const paperTypes = Object.keys(mediaTypes) as PaperType[];

/** What a file is by its first bytes; null where it is none of what is taken. */
export function mediaTypeOf(content: Buffer): PaperType | null {
  return paperTypes.find((type) => mediaTypes[type].begins(content)) ?? null;
}

/** How the name of a paper ends when it is handed out. */
export function fileExtensionOf(mediaType: string): string {
  return Object.hasOwn(mediaTypes, mediaType) ? mediaTypes[mediaType as PaperType].extension : 'bin';
}

function withBytes(hex: string): MediaType['begins'] {
  const bytes = Buffer.from(hex, 'hex');
  return (head) => head.subarray(0, bytes.length).equals(bytes);
}

function withText(text: string): MediaType['begins'] {
  return withBytes(Buffer.from(text, 'latin1').toString('hex'));
}

function riff(kind: string): MediaType['begins'] {
  return (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === kind;
}

/** ISO 14496-12 and QuickTime say their kind in the first box. */
function brand(...beginnings: readonly string[]): MediaType['begins'] {
  return (head) => {
    const name = head.toString('latin1', 8, 12);
    return head.toString('latin1', 4, 8) === 'ftyp' && beginnings.some((each) => name.startsWith(each));
  };
}

function isMp3(head: Buffer): boolean {
  const frame = head.length > 1 && head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2;
  return head.toString('latin1', 0, 3) === 'ID3' || frame;
}
