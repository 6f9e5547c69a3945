import { randomBytes } from 'node:crypto';
import { MAX_PAPER_BYTES } from '../../../record/papers/clean/clean-paper';
import { mediaTypes, treatments } from '../../../record/papers/media-types';
import type { App } from '../../app-type';
import { answers } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { IntakeReadingSchema } from '../../contract/schemas/public-schemas';
import { everybody } from '../../identity/access';

const tokenBytes = 24;

/** What whoever wants to hand something in should know beforehand, and the secret that proves them to be the same later. */
export async function publicIntakeRoutes(app: App): Promise<void> {
  app.get(
    '/api/public/intake',
    {
      config: { access: everybody },
      schema: {
        ...operation('intake', tags.reporter, {
          zh: '举报须知:可上传的文件、附加信息如何处理,以及提交凭证',
          en: 'Before a tip-off: which files are taken, what becomes of what they tell beside their content, and a token',
        }),
        response: answers({ 200: IntakeReadingSchema }),
      },
    },
    async (_request, reply) => {
      void reply.header('cache-control', 'no-store');
      return {
        token: randomBytes(tokenBytes).toString('base64url'),
        papers: {
          bytesAtMost: MAX_PAPER_BYTES,
          words: aboutPapers,
          types: Object.entries(mediaTypes).map(([mediaType, { extension, treatment }]) => ({
            ...{ mediaType, extension, treatment },
            words: treatments[treatment],
          })),
        },
      };
    },
  );
}

export const aboutPapers = {
  zh:
    '照片、录音、录像和文档常含拍摄位置、设备、时间、作者等附加信息。原件加密封存;办案人员打开的是清除了附加信息的副本。' +
    '画面和声音本身不作改动:请留意其中能认出您的内容(面孔、声音、工牌、反光)。无法清除的文件,经两人同意方可打开。',
  en:
    'Photographs, recordings and documents often tell where, when, with what and by whom they were made. The original is ' +
    'kept sealed; what officers open is a copy without that. What is seen and heard is not changed: look for what you ' +
    'could be known by (faces, voices, badges, reflections). A file that cannot be cleaned is opened only after two ' +
    'persons have agreed.',
};
