import { Type } from 'typebox';
import { addMonths } from '../../../domain/time/calendar';
import { zonesOf } from '../../../record/store/zones';
import { promisesPage } from '../../../web/public/promises';
import type { App } from '../../app-type';
import { Month } from '../../contract/request-parts';
import { everybody } from '../../identity/access';
import { pageLanguage, sendPage } from '../../frame/pages';
import { brokenPromisesOf, promisesOf, type PromiseDeps } from '../public/public-promises';

const onAPage = 20;

/** Promises and broken promises of a zone, for everybody. */
export function promisePages(app: App, deps: PromiseDeps): void {
  app.get(
    '/promises',
    {
      config: { access: everybody, page: true },
      schema: {
        hide: true,
        querystring: Type.Object({
          zone: Type.Optional(Type.String({ maxLength: 40 })),
          month: Type.Optional(Month),
          cursor: Type.Optional(Type.String({ maxLength: 1_000 })),
        }),
      },
    },
    async (request, reply) => {
      const { cursor = null, ...asked } = request.query;
      const [promised, broken, zones] = await Promise.all([
        promisesOf(deps, asked.zone),
        brokenPromisesOf(deps, asked, { limit: onAPage, cursor }),
        zonesOf(deps.db),
      ]);
      const monthBefore = addMonths(`${broken.month}-01`, -1).slice(0, 7);
      const language = pageLanguage(request);
      return sendPage(reply, promisesPage({ language, zones, monthBefore, ...promised, ...broken }));
    },
  );
}
